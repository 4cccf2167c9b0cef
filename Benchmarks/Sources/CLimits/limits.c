// What this machine can do at most, measured without any library: the best of several tries.
#include "limits_of_machine.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#if defined(__x86_64__) && !__has_feature(thread_sanitizer)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

#define LANES 16
#define CHAINS 12
#define ROUNDS 4000000L
#define BYTES_MOVED 1e9
#define TRIES 5
#define TRIPS 1000

typedef float Vector __attribute__((vector_size(LANES * sizeof(float))));
typedef struct {
    float *a, *b, *c;
    long from, to;
    long passes;
} Part;

// Twelve independent chains fill the pipelines of two units with a latency of four cycles.
CLONES static void *multiply(void *context) {
#pragma clang fp contract(fast)
    Vector chain[CHAINS], factor = {0}, term = {0};
    factor += 0.999f, term += 0.001f;
    for (int k = 0; k < CHAINS; k++) chain[k] = factor * (float)k;
    for (long i = 0; i < ROUNDS; i++)
#pragma clang loop unroll(full)
        for (int k = 0; k < CHAINS; k++) chain[k] = chain[k] * factor + term;
    Vector total = {0};
    for (int k = 0; k < CHAINS; k++) total += chain[k];
    ((Part *)context)->passes = (long)total[0];
    return NULL;
}

CLONES static void *triad(void *context) {
    Part *part = context;
    float *restrict a = part->a, *restrict b = part->b, *restrict c = part->c;
    for (long pass = 0; pass < part->passes; pass++) {
        for (long i = part->from; i < part->to; i++) a[i] = b[i] + 0.5f * c[i];
        __asm__ volatile("" ::: "memory");  // Each pass is to be made.
    }
    return NULL;
}

static double seconds(void *(*work)(void *), int threads, Part *parts) {
    struct timespec start, end;
    pthread_t ids[threads];
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int t = 1; t < threads; t++) pthread_create(&ids[t], NULL, work, &parts[t]);
    work(&parts[0]);
    for (int t = 1; t < threads; t++) pthread_join(ids[t], NULL);
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) * 1e-9;
}

static double best(void *(*work)(void *), int threads, Part *parts) {
    double least = 1e9;
    for (int i = 0; i < TRIES; i++) {
        double taken = seconds(work, threads, parts);
        if (taken < least) least = taken;
    }
    return least;
}

double limits_flops(int threads) {
    Part parts[threads];
    return 2.0 * LANES * CHAINS * ROUNDS * threads / best(multiply, threads, parts);
}

// A word goes to another core and back: what a kernel of two threads takes at least.
static _Atomic long word;

static void *send_back(void *context) {
    (void)context;
    for (long seen = 0; seen >= 0;) {
        seen = atomic_load(&word);
        if (seen > 0 && seen % 2 == 1) atomic_store(&word, seen + 1);
    }
    return NULL;
}

double limits_round_trip(void) {
    double least = 1e9;
    pthread_t other;
    atomic_store(&word, 0);
    if (pthread_create(&other, NULL, send_back, NULL) != 0) return 0;
    for (int try = 0; try < 20; try++) {
        struct timespec start, end;
        clock_gettime(CLOCK_MONOTONIC, &start);
        for (long trip = 0; trip < TRIPS; trip++) {
            atomic_store(&word, 2 * trip + 1);
            while (atomic_load(&word) == 2 * trip + 1) {}
        }
        clock_gettime(CLOCK_MONOTONIC, &end);
        const double taken = ((end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) * 1e-9) / TRIPS;
        if (taken < least) least = taken;
    }
    atomic_store(&word, -1);
    pthread_join(other, NULL);
    return least;
}

double limits_bandwidth(int threads, double bytes) {
    Part parts[threads];
    long count = (long)(bytes / sizeof(float) / 3) + 1;
    long passes = (long)(BYTES_MOVED / bytes) + 1;
    float *memory = malloc(3 * count * sizeof(float));
    if (!memory) return 0;
    for (int t = 0; t < threads; t++)
        parts[t] = (Part){memory, memory + count, memory + 2 * count, count * t / threads, count * (t + 1) / threads, passes};
    for (long i = 0; i < 3 * count; i++) memory[i] = 1;
    double moved = 3.0 * count * sizeof(float) * passes / best(triad, threads, parts);
    free(memory);
    return moved;
}
