#include <string.h>

#include "CKernels.h"
#include "gemm_levels.h"

// Matrix products in the manner of BLIS (Van Zee, van de Geijn 2015): C in tiles that the registers hold, over blocks of k and m
// that the caches hold. Parts of C are shared out by size: the shapes and strides of a product say in which order a sum is
// added up, never the number of threads.
enum {
    BLOCK_M = 112,
    BLOCK_K = 512,
    PACKED_K = 8 * BLOCK_K,
    PACKED_ELEMENTS = 1 << 22,
    PADDING = 16,           // rows that lie a power of 2 apart would share a few sets of the cache
    SMALL = 1 << 13,        // multiplications: less is not worth the preparations here
    UNPACKED = 1 << 16,     // elements of B that are read as they lie
    PART = 1 << 19,         // multiplications that are worth a part of their own; a handover is not worth less than three
    VECTOR_PART = 1 << 15,  // the same where each element of B is used once
    MOST_PARTS = 64,
    FEWEST_DOTS = 8,        // elements of C
};

// A product, and how it is parted.
typedef struct {
    const KindlingProduct *p;
    const Kernels *kernels;
    ptrdiff_t first_k, k, first_n, n;  // the part of B that is at hand
    char *packed;                      // its panels, one after the other; NULL where B is read as it lies
    ptrdiff_t panels_a_part;           // when packing
    bool copies_a;
    ptrdiff_t row_parts, column_parts;
    bool by_columns;  // one core's parts lie below each other, not side by side
    // Of the narrow ones: the stride of C's columns, and what p is the transpose of, if it is one.
    ptrdiff_t cc;
    const KindlingProduct *turned;
} Job;

static ptrdiff_t quotient_up(ptrdiff_t a, ptrdiff_t b) { return (a + b - 1) / b; }

static char *panel(const Job *job, ptrdiff_t index) {
    return job->packed + index * job->kernels->columns * job->k * (ptrdiff_t)job->kernels->size;
}

static void pack_part(void *context, ptrdiff_t part) {
    const Job *job = context;
    const KindlingProduct *p = job->p;
    const ptrdiff_t width = job->kernels->columns, panels = quotient_up(job->n, width);
    for (ptrdiff_t i = part * job->panels_a_part; i < least(panels, (part + 1) * job->panels_a_part); i++) {
        const ptrdiff_t offset = job->first_k * p->rb + (job->first_n + i * width) * p->cb;
        job->kernels->pack((const char *)p->b + offset * (ptrdiff_t)job->kernels->size, p->rb, p->cb, job->k,
                           least(width, job->n - i * width), panel(job, i));
    }
}

// A block of A whose rows (or columns) lie next to each other.
static void copy_block(const Job *job, Tile *tile, ptrdiff_t rows, char *to) {
    const bool by_rows = tile->ca == 1;
    const ptrdiff_t size = (ptrdiff_t)job->kernels->size, stride = PADDING + (by_rows ? BLOCK_K : BLOCK_M);
    const ptrdiff_t count = by_rows ? rows : tile->k, length = by_rows ? tile->k : rows;
    const ptrdiff_t step = by_rows ? tile->ra : tile->ca;
    for (ptrdiff_t i = 0; i < count; i++)
        memcpy(to + i * stride * size, (const char *)tile->a + i * step * size, (size_t)(length * size));
    tile->a = to;
    tile->ra = by_rows ? stride : 1;
    tile->ca = by_rows ? 1 : stride;
}

// A rectangle of C is done.
static void finish(const KindlingProduct *p, ptrdiff_t top, ptrdiff_t rows, ptrdiff_t left, ptrdiff_t columns) {
    if (p->finish == NULL) return;
    if (columns == p->n) return p->finish(p->context, top * p->n, rows * p->n);
    for (ptrdiff_t i = 0; i < rows; i++) p->finish(p->context, (top + i) * p->n + left, columns);
}

// At most BLOCK_M rows of C, over the k at hand.
static void multiply_rows(const Job *job, ptrdiff_t top, ptrdiff_t rows, ptrdiff_t left, ptrdiff_t right, char *space) {
    const KindlingProduct *p = job->p;
    const ptrdiff_t width = job->kernels->columns, size = (ptrdiff_t)job->kernels->size;
    const ptrdiff_t tiles = quotient_up(rows, job->kernels->rows);
    for (ptrdiff_t done = 0; done < job->k || done == 0; done += BLOCK_K) {
        const ptrdiff_t first_k = job->first_k + done;
        Tile tile = {.k = least(BLOCK_K, job->k - done), .ra = p->ra, .ca = p->ca, .rc = p->rc};
        tile.a = (const char *)p->a + (top * p->ra + first_k * p->ca) * size;
        if (space != NULL) copy_block(job, &tile, rows, space);
        const char *a = tile.a, *start = first_k == 0 ? p->start : p->c;
        tile.rs = first_k == 0 ? p->rs : p->rc;
        tile.cs = first_k == 0 ? p->cs : 1;
        for (ptrdiff_t j = left; j < right; j += width) {
            tile.columns = least(width, right - j);
            tile.rb = job->packed != NULL ? width : p->rb;
            tile.b = job->packed != NULL ? panel(job, j / width) + done * width * size
                                         : (const char *)p->b + (first_k * p->rb + (job->first_n + j) * p->cb) * size;
            const int vectors = tile.columns > width / 2 ? 2 : 1;
            for (ptrdiff_t i = 0; i < tiles; i++) {
                // Tiles of even heights are faster than full ones and a low one.
                const ptrdiff_t row = rows * i / tiles, height = rows * (i + 1) / tiles - row;
                tile.a = a + row * tile.ra * size;
                tile.c = (char *)p->c + ((top + row) * p->rc + job->first_n + j) * size;
                tile.start = start == NULL ? NULL : start + ((top + row) * tile.rs + (job->first_n + j) * tile.cs) * size;
                job->kernels->tile[height - 1][vectors - 1](&tile);
            }
        }
    }
    if (job->first_k + job->k == p->k) finish(p, top, rows, job->first_n + left, right - left);
}

static void multiply_part(void *context, ptrdiff_t part) {
    const Job *job = context;
    const ptrdiff_t m = job->p->m, width = job->kernels->columns, panels = quotient_up(job->n, width);
    const ptrdiff_t i = job->by_columns ? part % job->row_parts : part / job->column_parts;
    const ptrdiff_t j = job->by_columns ? part / job->row_parts : part % job->column_parts;
    const ptrdiff_t bottom = m * (i + 1) / job->row_parts;
    const ptrdiff_t left = panels * j / job->column_parts * width;
    const ptrdiff_t right = least(job->n, panels * (j + 1) / job->column_parts * width);
    const size_t bytes = (BLOCK_K + PADDING) * (BLOCK_M + PADDING) * job->kernels->size;
    char *space = job->copies_a ? kindling_workspace(bytes) : NULL;
    for (ptrdiff_t row = m * i / job->row_parts; row < bottom; row += BLOCK_M)
        multiply_rows(job, row, least(BLOCK_M, bottom - row), left, right, space);
    if (space != NULL) kindling_free(space, bytes);
}

// Parts that are about square, since each reads its rows of A and its columns of B.
static void part(Job *job) {
    const KindlingProduct *p = job->p;
    const ptrdiff_t panels = quotient_up(job->n, job->kernels->columns);
    const double wanted = (double)p->m * (double)job->n * (double)job->k / PART;
    job->row_parts = job->column_parts = 1;
    // Rows of A and of C are taken from and go to kernels that part them from top to bottom; panels of B are packed from left to right.
    job->by_columns = job->packed != NULL && job->k * job->n > p->m * (job->k + job->n);
    if (wanted < 3) return;
    while ((double)(job->row_parts * job->column_parts) < (wanted < MOST_PARTS ? wanted : MOST_PARTS)) {
        const ptrdiff_t rows = p->m / job->row_parts, columns = panels / job->column_parts * job->kernels->columns;
        const bool splits_rows = rows > BLOCK_M || (rows >= columns && rows > 2 * job->kernels->rows);
        if (splits_rows)
            job->row_parts *= 2;
        else if (2 * job->column_parts <= panels)
            job->column_parts *= 2;
        else
            break;
    }
}

static void multiply(const KindlingProduct *p, const Kernels *kernels) {
    const ptrdiff_t width = kernels->columns, size = (ptrdiff_t)kernels->size;
    // B is read as it lies where its rows are whole vectors, and where it is small or read few times.
    const bool packs = p->cb != 1 || p->n % (width / 2) != 0 || (p->k * p->n > UNPACKED && p->m > 2 * kernels->rows);
    const ptrdiff_t block_k = packs ? least(p->k, PACKED_K) : p->k;
    const ptrdiff_t block_n = packs ? least(p->n, PACKED_ELEMENTS / (block_k + 1) / width * width) : p->n;
    const bool shares_sets = p->ca == 1 ? p->ra * size % 8192 == 0 : p->ra == 1 && p->ca * size > 256;
    Job job = {.p = p, .kernels = kernels, .copies_a = shares_sets && p->m > 4 && p->n > 2 * width};
    const size_t bytes = packs ? (size_t)(quotient_up(block_n, width) * width * block_k * size) : 0;
    if (bytes > 0) job.packed = kindling_workspace(bytes);
    for (job.first_n = 0; job.first_n < p->n; job.first_n += block_n) {
        job.n = least(block_n, p->n - job.first_n);
        for (job.first_k = 0; job.first_k < p->k || job.first_k == 0; job.first_k += block_k) {
            job.k = least(block_k, p->k - job.first_k);
            part(&job);
            const ptrdiff_t parts = job.row_parts * job.column_parts, panels = quotient_up(job.n, width);
            job.panels_a_part = parts == 1 ? panels : quotient_up(UNPACKED, width * (job.k + 1));
            if (job.packed != NULL) kindling_parallel(quotient_up(panels, job.panels_a_part), pack_part, &job);
            kindling_parallel(parts, multiply_part, &job);
            if (p->k == 0) break;
        }
    }
    if (bytes > 0) kindling_free(job.packed, bytes);
}

// A few rows or columns, where both factors lie along k: vectors along the short side would be half empty. A long product with one
// row reads each element of B once, from memory: rather by few streams.
static bool is_narrow(const KindlingProduct *p, const Kernels *kernels) {
    return p->ca == 1 && p->rb == 1 && p->k >= kernels->lanes && (p->n <= kernels->lanes || p->m <= MOST_DOTS) &&
           p->m * p->n >= FEWEST_DOTS && ((p->m > 1 && p->n > 1) || p->m * p->n * p->k <= SMALL);
}

static void narrow_part(void *context, ptrdiff_t part) {
    const Job *job = context;
    const KindlingProduct *p = job->p;
    const ptrdiff_t size = (ptrdiff_t)job->kernels->size, lanes = job->kernels->lanes;
    const ptrdiff_t blocks = quotient_up(p->n, least(MOST_DOTS, lanes)), widest = quotient_up(p->n, blocks);
    const ptrdiff_t height = lanes / (widest == 3 ? 4 : widest);
    const ptrdiff_t top = p->m * part / job->row_parts, bottom = p->m * (part + 1) / job->row_parts;
    for (ptrdiff_t i = top; i < bottom; i += height)
        for (ptrdiff_t block = 0; block < blocks; block++) {
            const ptrdiff_t j = p->n * block / blocks, columns = p->n * (block + 1) / blocks - j;
            Tile tile = {.k = p->k, .ra = p->ra, .cb = p->cb, .rs = p->rs, .cs = p->cs, .rc = p->rc, .cc = job->cc};
            tile.rows = least(height, bottom - i);
            tile.a = (const char *)p->a + i * p->ra * size;
            tile.b = (const char *)p->b + j * p->cb * size;
            tile.c = (char *)p->c + (i * p->rc + j * job->cc) * size;
            tile.start = p->start == NULL ? NULL : (const char *)p->start + (i * p->rs + j * p->cs) * size;
            job->kernels->dots[columns - 1](&tile);
        }
    if (job->turned != NULL)
        finish(job->turned, 0, job->turned->m, top, bottom - top);
    else
        finish(p, top, bottom - top, 0, p->n);
}

static void multiply_narrow(const KindlingProduct *p, const Kernels *kernels) {
    const double parts = (double)p->m * (double)p->n * (double)p->k / PART;
    const KindlingProduct turned = {p->n, p->m, p->k, p->b, p->cb, p->rb, p->a, p->ca, p->ra, p->start, p->cs, p->rs, p->c, 1};
    const bool turns = p->n > p->m;
    Job job = {.p = turns ? &turned : p, .kernels = kernels, .cc = turns ? p->rc : 1, .turned = turns ? p : NULL};
    job.row_parts = parts < 3 ? 1 : (ptrdiff_t)(parts < MOST_PARTS ? parts : MOST_PARTS);
    kindling_parallel(job.row_parts, narrow_part, &job);
}

#define DEFINE(name, T)                                                                                                          \
    /* One row (or column): each element of B is read once, from memory. Tiles are no slower where they read B as it lies. */    \
    static void vector_part_##name(void *context, ptrdiff_t part) {                                                              \
        const KindlingProduct *p = context;                                                                                      \
        const ptrdiff_t step = quotient_up(VECTOR_PART, p->k + 1), first = part * step;                                          \
        kindling_matmul_##name(1, 0, 0, 1, least(step, p->n - first), p->k, p->a, p->ra, p->ca, (const T *)p->b + first * p->cb, \
                               p->rb, p->cb, p->start == NULL ? NULL : (const T *)p->start + first * p->cs, p->cs,               \
                               (T *)p->c + first);                                                                               \
        finish(p, 0, 1, first, least(step, p->n - first));                                                                       \
    }                                                                                                                            \
    void kindling_product_##name(const KindlingProduct *p) { kindling_products_##name(p, 1, 0, 0); }                             \
    static void product_##name(const KindlingProduct *p, const Kernels *kernels) {                                               \
        if (is_narrow(p, kernels))                                                                                               \
            multiply_narrow(p, kernels);                                                                                         \
        else if (p->n == 1 && p->m > 1 && p->rc == 1)                                                                            \
            kindling_product_##name(&(KindlingProduct){                                                                          \
                1, p->m, p->k, p->b, p->cb, p->rb, p->a, p->ca, p->ra, p->start, p->cs, p->rs, p->c, p->m, p->finish, p->context}); \
        else if (p->m == 1 && p->start != p->c && (p->cb != 1 || p->n % 16 != 0))                                                                    \
            kindling_parallel(quotient_up(p->n, quotient_up(VECTOR_PART, p->k + 1)), vector_part_##name, (void *)p);             \
        else                                                                                                                     \
            multiply(p, kernels);                                                                                                \
    }                                                                                                                            \
    void kindling_products_##name(const KindlingProduct *p, ptrdiff_t count, ptrdiff_t step_a, ptrdiff_t step_b) {               \
        const Kernels *kernels = BEST(name);                                                                                     \
        const double work = (double)p->m * (double)p->n * (double)p->k;                                                          \
        if (p->m == 0 || p->n == 0) return;                                                                                      \
        if (work <= SMALL && !is_narrow(p, kernels) && p->rs == 0 && p->rc == p->n) {                                            \
            kindling_matmul_##name(count, step_a, step_b, p->m, p->n, p->k, p->a, p->ra, p->ca, p->b, p->rb, p->cb, p->start,    \
                                   p->cs, p->c);                                                                                 \
            return finish(p, 0, p->m, 0, p->n);                                                                                  \
        }                                                                                                                        \
        for (ptrdiff_t i = 0; i < count; i++) {                                                                                  \
            KindlingProduct product = *p;                                                                                        \
            product.a = (const T *)p->a + i * step_a;                                                                            \
            product.b = (const T *)p->b + i * step_b;                                                                            \
            product.c = (T *)p->c + i * p->m * p->rc;                                                                            \
            product_##name(&product, kernels);                                                                                   \
        }                                                                                                                        \
    }
DEFINE(f32, float)
DEFINE(f64, double)
