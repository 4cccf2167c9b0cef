// The integers and bools that all declarations use.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
