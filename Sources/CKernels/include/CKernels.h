// The hot loops, in C so that each is compiled for several vector widths and bound to the processor's own at load.
// Strides are in elements; outputs are contiguous unless a stride is given. Workspace is the allocator's.
#pragma once
#include "KindlingElements.h"
#include "KindlingLapack.h"
#include "KindlingMoves.h"
#include "KindlingOptimizers.h"
#include "KindlingPointwise.h"
#include "KindlingProducts.h"
#include "KindlingRandom.h"
#include "KindlingReductions.h"
#include "KindlingReplay.h"
#include "KindlingRows.h"
#include "KindlingSystem.h"
#include "KindlingText.h"
#include "KindlingWindows.h"
