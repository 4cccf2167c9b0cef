// Numbers in text.
#pragma once
#include "KindlingElements.h"

// The first line feed, carriage return or quote at bytes[at ..< end], `end` where there is none; and how many commas come before.
ptrdiff_t kindling_csv_line(const uint8_t *_Nonnull bytes, ptrdiff_t at, ptrdiff_t end, ptrdiff_t *_Nonnull commas);

ptrdiff_t kindling_count_bytes(const uint8_t *_Nonnull bytes, ptrdiff_t n, uint8_t byte);

// Sets numbers[places[i]] to the number in cell i of the row at bytes[at ..< end], which ends with a line end, for the first of its
// columns; places that are negative are passed over. False where a cell is quoted, is no number, or one whose nearest double takes
// more than one rounding to find; then what has been written is undefined.
bool kindling_csv_numbers(const uint8_t *_Nonnull bytes, ptrdiff_t at, ptrdiff_t end, const int32_t *_Nonnull places,
                          ptrdiff_t columns, double *_Nonnull numbers);
