// Numbers in text.
#pragma once
#include "KindlingElements.h"

// The first line feed, carriage return or quote at bytes[at ..< end], `end` where there is none; and how many delimiters come before.
ptrdiff_t kindling_csv_line(const uint8_t *_Nonnull bytes, ptrdiff_t at, ptrdiff_t end, uint8_t delimiter,
                            ptrdiff_t *_Nonnull delimiters);

// How many lines end in n bytes: in a line feed, a carriage return, or both together.
ptrdiff_t kindling_count_lines(const uint8_t *_Nonnull bytes, ptrdiff_t n);

// Sets numbers[places[i]] to the number in cell i of the row at bytes[at ..< end], which ends with a line end, for the first of its
// columns; places that are negative are passed over. `decimal`, a point or a comma, is not the delimiter. False where a cell is
// quoted, is no number, or one whose nearest double takes more than one rounding to find; then what has been written is undefined.
bool kindling_csv_numbers(const uint8_t *_Nonnull bytes, ptrdiff_t at, ptrdiff_t end, uint8_t delimiter, uint8_t decimal,
                          const int32_t *_Nonnull places, ptrdiff_t columns, double *_Nonnull numbers);
