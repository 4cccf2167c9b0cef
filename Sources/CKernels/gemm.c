#include <string.h>

#include "CKernels.h"
#include "gemm_levels.h"

// Matrix products in the manner of BLIS (Van Zee, van de Geijn 2015): C in tiles that the registers hold, over blocks of k and m
// that the caches hold. C is divided into chunks by its size: the order in which a sum is added up depends on the shapes and
// strides of a product, never on the number of threads.
enum {
    BLOCK_M = 112,
    BLOCK_K = 512,
    PACKED_K = 8 * BLOCK_K,
    PACKED_ELEMENTS = 1 << 22,
    PADDING = 16,            // elements; rows a power of 2 apart would share a few sets of the cache
    SMALL = 1 << 13,         // multiplications; fewer are not worth these preparations
    UNPACKED = 1 << 16,      // elements of B that are read in place
    CHUNK = 1 << 19,         // multiplications of a chunk; fewer than three chunks are not worth a handover to other threads
    VECTOR_CHUNK = 1 << 15,  // the same where each element of B is used once
    MOST_CHUNKS = 64,
    FEWEST_DOTS = 8,  // elements of C
};

// A product, and how it is divided into chunks.
typedef struct {
    const KindlingProduct *p;
    const Kernels *kernels;
    ptrdiff_t first_k, k, first_n, n;  // the block of B that is multiplied now
    char *packed;                      // its panels, one after the other; NULL where B is read in place
    ptrdiff_t chunk_panels;            // panels of a chunk when packing
    bool copies_a;
    ptrdiff_t row_chunks, column_chunks;
    bool by_columns;  // one core's chunks are below one another, not side by side
    // For narrow products: the stride of C's columns, and the product that p is the transpose of, if it is one.
    ptrdiff_t cc;
    const KindlingProduct *transposed;
} Job;

static ptrdiff_t quotient_up(ptrdiff_t a, ptrdiff_t b) { return (a + b - 1) / b; }

static char *panel(const Job *job, ptrdiff_t index) {
    return job->packed + index * job->kernels->columns * job->k * (ptrdiff_t)job->kernels->size;
}

static void pack_chunk(void *context, ptrdiff_t chunk) {
    const Job *job = context;
    const KindlingProduct *p = job->p;
    const ptrdiff_t width = job->kernels->columns, panels = quotient_up(job->n, width);
    for (ptrdiff_t i = chunk * job->chunk_panels; i < least(panels, (chunk + 1) * job->chunk_panels); i++) {
        const ptrdiff_t offset = job->first_k * p->rb + (job->first_n + i * width) * p->cb;
        job->kernels->pack((const char *)p->b + offset * (ptrdiff_t)job->kernels->size, p->rb, p->cb, job->k,
                           least(width, job->n - i * width), panel(job, i));
    }
}

// Copies a block of A whose rows (or columns) are contiguous.
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

// Reports that a rectangle of C is done.
static void finish(const KindlingProduct *p, ptrdiff_t top, ptrdiff_t rows, ptrdiff_t left, ptrdiff_t columns) {
    if (p->finish == NULL) return;
    if (columns == p->n) return p->finish(p->context, top * p->n, rows * p->n);
    for (ptrdiff_t i = 0; i < rows; i++) p->finish(p->context, (top + i) * p->n + left, columns);
}

// At most BLOCK_M rows of C, over the block of k that is multiplied now.
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

static void multiply_chunk(void *context, ptrdiff_t chunk) {
    const Job *job = context;
    const ptrdiff_t m = job->p->m, width = job->kernels->columns, panels = quotient_up(job->n, width);
    const ptrdiff_t i = job->by_columns ? chunk % job->row_chunks : chunk / job->column_chunks;
    const ptrdiff_t j = job->by_columns ? chunk / job->row_chunks : chunk % job->column_chunks;
    const ptrdiff_t bottom = m * (i + 1) / job->row_chunks;
    const ptrdiff_t left = panels * j / job->column_chunks * width;
    const ptrdiff_t right = least(job->n, panels * (j + 1) / job->column_chunks * width);
    const size_t bytes = (BLOCK_K + PADDING) * (BLOCK_M + PADDING) * job->kernels->size;
    char *space = job->copies_a ? kindling_workspace(bytes) : NULL;
    for (ptrdiff_t row = m * i / job->row_chunks; row < bottom; row += BLOCK_M)
        multiply_rows(job, row, least(BLOCK_M, bottom - row), left, right, space);
    if (space != NULL) kindling_free(space, bytes);
}

// Chunks that are about square, since each reads its rows of A and its columns of B.
static void divide(Job *job) {
    const KindlingProduct *p = job->p;
    const ptrdiff_t panels = quotient_up(job->n, job->kernels->columns);
    const double wanted = (double)p->m * (double)job->n * (double)job->k / CHUNK;
    job->row_chunks = job->column_chunks = 1;
    // Other kernels divide the rows of A and of C from top to bottom; panels of B are packed from left to right.
    job->by_columns = job->packed != NULL && job->k * job->n > p->m * (job->k + job->n);
    if (wanted < 3) return;
    while ((double)(job->row_chunks * job->column_chunks) < (wanted < MOST_CHUNKS ? wanted : MOST_CHUNKS)) {
        const ptrdiff_t rows = p->m / job->row_chunks, columns = panels / job->column_chunks * job->kernels->columns;
        const bool splits_rows = rows > BLOCK_M || (rows >= columns && rows > 2 * job->kernels->rows);
        if (splits_rows)
            job->row_chunks *= 2;
        else if (2 * job->column_chunks <= panels)
            job->column_chunks *= 2;
        else
            break;
    }
}

static void multiply(const KindlingProduct *p, const Kernels *kernels) {
    const ptrdiff_t width = kernels->columns, size = (ptrdiff_t)kernels->size;
    // B is read in place where its rows are whole vectors, and it is small or read few times.
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
            divide(&job);
            const ptrdiff_t chunks = job.row_chunks * job.column_chunks, panels = quotient_up(job.n, width);
            job.chunk_panels = chunks == 1 ? panels : quotient_up(UNPACKED, width * (job.k + 1));
            if (job.packed != NULL) kindling_parallel(quotient_up(panels, job.chunk_panels), pack_chunk, &job);
            kindling_parallel(chunks, multiply_chunk, &job);
            if (p->k == 0) break;
        }
    }
    if (bytes > 0) kindling_free(job.packed, bytes);
}

// Whether there are few rows or columns, and both factors are contiguous along k: vectors along the short side would be half
// empty. Not for a long product with one row, which reads each element of B once, from memory, and better in few streams.
static bool is_narrow(const KindlingProduct *p, const Kernels *kernels) {
    return p->ca == 1 && p->rb == 1 && p->k >= kernels->lanes && (p->n <= kernels->lanes || p->m <= MOST_DOTS) &&
           p->m * p->n >= FEWEST_DOTS && ((p->m > 1 && p->n > 1) || p->m * p->n * p->k <= SMALL);
}

static void narrow_chunk(void *context, ptrdiff_t chunk) {
    const Job *job = context;
    const KindlingProduct *p = job->p;
    const ptrdiff_t size = (ptrdiff_t)job->kernels->size, lanes = job->kernels->lanes;
    const ptrdiff_t blocks = quotient_up(p->n, least(MOST_DOTS, lanes)), widest = quotient_up(p->n, blocks);
    const ptrdiff_t height = lanes / (widest == 3 ? 4 : widest);
    const ptrdiff_t top = p->m * chunk / job->row_chunks, bottom = p->m * (chunk + 1) / job->row_chunks;
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
    if (job->transposed != NULL)
        finish(job->transposed, 0, job->transposed->m, top, bottom - top);
    else
        finish(p, top, bottom - top, 0, p->n);
}

static void multiply_narrow(const KindlingProduct *p, const Kernels *kernels) {
    const double chunks = (double)p->m * (double)p->n * (double)p->k / CHUNK;
    const KindlingProduct transposed = {p->n, p->m, p->k, p->b, p->cb, p->rb, p->a, p->ca, p->ra, p->start, p->cs, p->rs, p->c, 1};
    const bool transposes = p->n > p->m;
    Job job = {.p = transposes ? &transposed : p, .kernels = kernels, .cc = transposes ? p->rc : 1, .transposed = transposes ? p : NULL};
    job.row_chunks = chunks < 3 ? 1 : (ptrdiff_t)(chunks < MOST_CHUNKS ? chunks : MOST_CHUNKS);
    kindling_parallel(job.row_chunks, narrow_chunk, &job);
}

#define TEMPLATE "gemm.inc"
#include "for_each_float.inc"
