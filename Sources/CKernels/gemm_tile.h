// The inner kernels of a matrix product for one element type and one width of vectors; gemm_levels.h includes this for each of them.
//   T          the element type
//   LANES      elements of a vector
//   ROWS       rows of C that the registers hold, two vectors of each
//   NAME(x)    x with a suffix of its own
//   TARGET     compiles a function for the processors meant

typedef T NAME(Vector) __attribute__((vector_size(LANES * sizeof(T)), aligned(sizeof(T))));
typedef __typeof__((NAME(Vector)){0} == (NAME(Vector)){0}) NAME(Bits);
#define V NAME(Vector)
#define LOAD(p) (*(const V *)(p))
#define STORE(p, v) (*(V *)(p) = (v))
#define INLINE TARGET static inline __attribute__((always_inline))

// C = start + A B for `rows` rows and `vectors` vectors of columns, of which `columns` are there; B is read in whole vectors.
INLINE void NAME(tile)(const int rows, const int vectors, const Tile *t) {
    _Pragma("clang fp contract(fast)")
    const T *a = t->a, *b = t->b;
    const ptrdiff_t ra = t->ra, ca = t->ca, rb = t->rb, rc = t->rc, columns = t->columns;
    T *c = t->c;
    V sum[ROWS][2];
    UNROLLED for (int i = 0; i < rows; i++)
        UNROLLED for (int v = 0; v < vectors; v++) sum[i][v] = (V){0};
    for (ptrdiff_t p = t->k; p > 0; p--, a += ca, b += rb) {
        V x[2];
        UNROLLED for (int v = 0; v < vectors; v++) x[v] = LOAD(b + v * LANES);
        UNROLLED for (int i = 0; i < rows; i++) {
            const T s = a[i * ra];
            UNROLLED for (int v = 0; v < vectors; v++) sum[i][v] += s * x[v];
        }
    }
    const T *start = t->start;
    const ptrdiff_t rs = t->rs, cs = t->cs;
    if (columns == vectors * LANES && (start == NULL || cs == 1))
        UNROLLED for (int i = 0; i < rows; i++)
            UNROLLED for (int v = 0; v < vectors; v++)
                STORE(c + i * rc + v * LANES, start == NULL ? sum[i][v] : sum[i][v] + LOAD(start + i * rs + v * LANES));
    else
        UNROLLED for (int i = 0; i < rows; i++) {
            T row[2 * LANES];
            UNROLLED for (int v = 0; v < vectors; v++) STORE(row + v * LANES, sum[i][v]);
            for (ptrdiff_t j = 0; j < columns; j++) c[i * rc + j] = start == NULL ? row[j] : row[j] + start[i * rs + j * cs];
        }
}

#define TILE(rows)                                                                   \
    TARGET static void NAME(tile_##rows##_1)(const Tile *t) { NAME(tile)(rows, 1, t); } \
    TARGET static void NAME(tile_##rows##_2)(const Tile *t) { NAME(tile)(rows, 2, t); }
#define ENTRY(rows) {NAME(tile_##rows##_1), NAME(tile_##rows##_2)},
#define FOR_ROWS_TO_6(X) X(1) X(2) X(3) X(4) X(5) X(6)
#if ROWS == 14
#define FOR_ROWS(X) FOR_ROWS_TO_6(X) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)
#else
#define FOR_ROWS(X) FOR_ROWS_TO_6(X)
#endif
FOR_ROWS(TILE)

// A panel of B as rows of 2 LANES, k of them. What fills up the last vector is never stored, so it may be anything.
TARGET static void NAME(pack)(const void *from, ptrdiff_t rb, ptrdiff_t cb, ptrdiff_t k, ptrdiff_t columns, void *to) {
    for (ptrdiff_t first = 0; first < columns; first += LANES) {
        const T *b = (const T *)from + first * cb;
        T *y = (T *)to + first;
        const ptrdiff_t last = columns - first - 1;
        ptrdiff_t p = 0;
        if (last >= LANES - 1 && cb == 1)
            for (; p < k; p++) STORE(y + p * 2 * LANES, LOAD(b + p * rb));
        else if (rb == 1)
            for (; p + LANES <= k; p += LANES) {  // a column that is not there is stood in for by the last
                TRANSPOSE(LANES, V, b + p + (i < last ? i : last) * cb, y + (p + i) * 2 * LANES);
            }
        for (; p < k; p++)
            for (ptrdiff_t j = 0; j < LANES; j++) y[p * 2 * LANES + j] = b[p * rb + (j < last ? j : last) * cb];
    }
}

// Of as many vectors as each has lanes, the sum of each one's lanes.
INLINE V NAME(sums)(V *v) {
    UNROLLED for (int n = LANES; n > 1; n /= 2)
        UNROLLED for (int i = 0; i < n / 2; i++)
            v[i] = SHUFFLED_LOW(LANES, v[i], v[i + n / 2]) + SHUFFLED_HIGH(LANES, v[i], v[i + n / 2]);
    return v[0];
}

// As many elements of C as a vector has lanes, in `width` columns of which `columns` are there; A's rows and B's columns lie along k.
// Rows from `rows` on are not there.
INLINE void NAME(dots)(const int width, const int columns, const Tile *t) {
    _Pragma("clang fp contract(fast)")
    const int height = LANES / width;
    const T *a[LANES], *b = t->b;
    const ptrdiff_t cb = t->cb, k = t->k;
    V sum[LANES], x[LANES];
    UNROLLED for (int i = 0; i < LANES; i++) sum[i] = (V){0};
    UNROLLED for (int i = 0; i < height; i++) a[i] = (const T *)t->a + (i < t->rows ? i : t->rows - 1) * t->ra;
    ptrdiff_t p = 0;
    for (; p + LANES <= k; p += LANES) {
        UNROLLED for (int i = 0; i < height; i++) x[i] = LOAD(a[i] + p);
        UNROLLED for (int j = 0; j < columns; j++) {
            const V y = LOAD(b + j * cb + p);
            UNROLLED for (int i = 0; i < height; i++) sum[i * width + j] += x[i] * y;
        }
    }
    if (p < k) {  // the last whole vector, without what has been added
        T number[LANES];
        UNROLLED for (int i = 0; i < LANES; i++) number[i] = i;
        const NAME(Bits) rest = LOAD(number) >= (T)(LANES - (k - p));
        p = k - LANES;
        UNROLLED for (int i = 0; i < height; i++) x[i] = (V)((NAME(Bits))LOAD(a[i] + p) & rest);
        UNROLLED for (int j = 0; j < columns; j++) {
            const V y = (V)((NAME(Bits))LOAD(b + j * cb + p) & rest);
            UNROLLED for (int i = 0; i < height; i++) sum[i * width + j] += x[i] * y;
        }
    }
    T total[LANES];
    STORE(total, NAME(sums)(sum));
    T *c = t->c;
    const T *start = t->start;
    for (ptrdiff_t i = 0; i < t->rows; i++)
        UNROLLED for (int j = 0; j < columns; j++) {
            const T s = total[i * width + j];
            c[i * t->rc + j * t->cc] = start == NULL ? s : s + start[i * t->rs + j * t->cs];
        }
}
#define DOTS(width, columns) \
    TARGET static void NAME(dots_##columns)(const Tile *t) { NAME(dots)(width, columns, t); }
DOTS(1, 1)
DOTS(2, 2)
#if LANES >= 4
DOTS(4, 3)
DOTS(4, 4)
#define DOTS_3_AND_4 NAME(dots_3), NAME(dots_4)
#else
#define DOTS_3_AND_4
#endif

static const Kernels NAME(kernels) = {
    .size = sizeof(T),
    .lanes = LANES,
    .rows = ROWS,
    .columns = 2 * LANES,
    .pack = NAME(pack),
    .tile = {FOR_ROWS(ENTRY)},
    .dots = {NAME(dots_1), NAME(dots_2), DOTS_3_AND_4},
};

#undef V
#undef LOAD
#undef STORE
#undef INLINE
#undef TILE
#undef DOTS
#undef DOTS_3_AND_4
#undef ENTRY
#undef FOR_ROWS
#undef FOR_ROWS_TO_6
#undef T
#undef LANES
#undef ROWS
#undef NAME
#undef TARGET
