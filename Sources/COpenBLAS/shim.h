#include <stdbool.h>
#include "lapack.h"
