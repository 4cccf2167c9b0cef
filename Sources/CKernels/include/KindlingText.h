// Numbers in text.
#pragma once
#include "KindlingElements.h"

// The index of the first line feed, carriage return or quote in bytes[at ..< end], or `end`; and how many delimiters precede it.
ptrdiff_t kindling_csv_line(const uint8_t *_Nonnull bytes, ptrdiff_t at, ptrdiff_t end, uint8_t delimiter,
                            ptrdiff_t *_Nonnull delimiters);

// How many lines end in n bytes: in a line feed, a carriage return, or both together.
ptrdiff_t kindling_count_lines(const uint8_t *_Nonnull bytes, ptrdiff_t n);

// Sets numbers[indices[i]] to the number in field i of the row at bytes[at ..< end], which ends with a line end, for its first
// `columns` fields; fields whose index is negative are skipped. `decimal`, a point or a comma, is not the delimiter. Returns
// false where a field is quoted, is not a number, or is one whose nearest double takes more than one rounding to find; `numbers`
// is then undefined.
bool kindling_csv_numbers(const uint8_t *_Nonnull bytes, ptrdiff_t at, ptrdiff_t end, uint8_t delimiter, uint8_t decimal,
                          const int32_t *_Nonnull indices, ptrdiff_t columns, double *_Nonnull numbers);
