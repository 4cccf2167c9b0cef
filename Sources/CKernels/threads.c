#define _GNU_SOURCE
#include "CKernels.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// One pool for the process. A job's chunks are grouped into units. Its state is one word: its generation, how many units were
// taken from the front, and how many are left. A thread that takes units by compare-and-swap thereby knows that the fields which
// it read before belong to that job. The caller takes units from the front and the workers from the back, so that each core finds
// in its cache what it wrote in the job before. Each thread takes most of its even share at once, then less and less of the rest:
// this needs few swaps, and gives a core nearly the same units in each job, which matters since fetching what another core wrote
// takes longer than computing it. The caller waits only for units that a worker has begun, so a worker that wakes late delays
// nobody.
enum { MAXIMUM_THREADS = 1024, PAUSES_BETWEEN_CLOCKS = 16, MAXIMUM_UNITS = 65535 };
static const int64_t SPIN_NANOSECONDS = 60000;

static struct {
    _Alignas(64) _Atomic uint64_t state;
    _Atomic(KindlingChunkBody) body;
    _Atomic(void *) context;
    _Atomic ptrdiff_t chunks, chunks_per_unit;
    _Atomic uint32_t first_share;
    _Alignas(64) _Atomic uint32_t done;  // by workers, in all jobs
    _Alignas(64) _Atomic uint32_t wake;
    _Atomic int parked;
    atomic_flag busy;
    _Alignas(64) _Atomic int threads, started;
} pool;

static _Thread_local bool is_inside;

static void run_chunks(KindlingChunkBody body, void *context, ptrdiff_t start, ptrdiff_t end) {
    for (ptrdiff_t chunk = start; chunk < end; chunk++) body(context, chunk);
}

static inline void pause_briefly(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

// The state: 32 bits of generation, 16 of units taken from the front, 16 of units left.
static inline uint32_t left(uint64_t state) { return state & 0xffff; }
static inline uint32_t taken(uint64_t state) { return state >> 16 & 0xffff; }

static bool has_unit(void) { return left(atomic_load(&pool.state)) > 0; }

// Most of an even share; the rest is left to the faster threads.
static uint32_t share(uint32_t units, int threads) {
    const uint32_t count = units * 7 / (8 * (uint32_t)threads);
    return count > 0 ? count : 1;
}

// Takes units that no thread has begun, runs their chunks, and returns how many units it took.
static uint32_t run_units(bool from_front) {
    uint64_t state = atomic_load_explicit(&pool.state, memory_order_acquire);
    while (left(state) > 0) {
        KindlingChunkBody body = atomic_load_explicit(&pool.body, memory_order_relaxed);
        void *context = atomic_load_explicit(&pool.context, memory_order_relaxed);
        const ptrdiff_t chunks = atomic_load_explicit(&pool.chunks, memory_order_relaxed);
        const ptrdiff_t size = atomic_load_explicit(&pool.chunks_per_unit, memory_order_relaxed);
        const uint32_t first = atomic_load_explicit(&pool.first_share, memory_order_relaxed);
        // The caller is still busy with its first share: this worker is in time to take its whole share.
        const bool is_early = taken(state) == first && left(state) >= first && !from_front;
        const uint32_t count = is_early ? first : share(left(state), atomic_load_explicit(&pool.threads, memory_order_relaxed));
        const uint64_t next = state - count + (from_front ? (uint64_t)count << 16 : 0);
        if (!atomic_compare_exchange_weak_explicit(&pool.state, &state, next, memory_order_acq_rel, memory_order_acquire))
            continue;
        const ptrdiff_t unit = taken(state) + (from_front ? 0 : left(state) - count);
        run_chunks(body, context, unit * size, (unit + count) * size < chunks ? (unit + count) * size : chunks);
        return count;
    }
    return 0;
}

static void *work(void *argument) {
    const int index = (int)(intptr_t)argument;
    is_inside = true;
    int64_t idle_since = nanoseconds();
    for (;;) {
        const bool is_wanted = index < atomic_load(&pool.threads);
        const uint32_t done = is_wanted ? run_units(false) : 0;
        if (done > 0) {
            atomic_fetch_add_explicit(&pool.done, done, memory_order_release);
            idle_since = 0;
            continue;
        }
        for (int i = 0; i < PAUSES_BETWEEN_CLOCKS && !has_unit(); i++) pause_briefly();
        const int64_t now = nanoseconds();
        if (idle_since == 0) idle_since = now;
        if (is_wanted && now - idle_since < SPIN_NANOSECONDS) continue;

        const uint32_t seen = atomic_load(&pool.wake);
        atomic_fetch_add(&pool.parked, 1);
        // The publisher increments `wake` before it reads `parked`, so one of the two sees the other.
        if (!is_wanted || !has_unit()) syscall(SYS_futex, &pool.wake, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
        atomic_fetch_sub(&pool.parked, 1);
        idle_since = 0;
    }
    return NULL;
}

// How many processors this process may use: those it is bound to, and at most its control group's quota.
static int available_processors(void) {
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
    FILE *file = fopen("/sys/fs/cgroup/cpu.max", "re");
    if (file != NULL) {
        long quota, period;
        if (fscanf(file, "%ld %ld", &quota, &period) == 2 && quota > 0 && period > 0) {
            const long whole = (quota + period - 1) / period;
            if (whole < count) count = (int)whole;
        }
        fclose(file);
    }
    return count < 1 ? 1 : count;
}

static int wanted_threads(void) {
    static const char *const variables[] = {"KINDLING_NUM_THREADS", "OMP_NUM_THREADS"};
    for (int i = 0; i < 2; i++) {
        const char *text = getenv(variables[i]);
        const long value = text == NULL ? 0 : strtol(text, NULL, 10);
        if (value > 0) return value < MAXIMUM_THREADS ? (int)value : MAXIMUM_THREADS;
    }
    return available_processors();
}

// A forked child has no workers.
static void forget_workers(void) {
    atomic_store(&pool.started, 0);
    atomic_store(&pool.parked, 0);
    atomic_store(&pool.state, atomic_load(&pool.state) >> 32 << 32);
    atomic_flag_clear(&pool.busy);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void prepare(void) {
    atomic_store(&pool.threads, wanted_threads());
    pthread_atfork(NULL, NULL, forget_workers);
}

int kindling_threads(void) {
    pthread_once(&once, prepare);
    return atomic_load_explicit(&pool.threads, memory_order_relaxed);
}

void kindling_set_threads(int count) {
    pthread_once(&once, prepare);
    atomic_store(&pool.threads, count < 1 ? 1 : count > MAXIMUM_THREADS ? MAXIMUM_THREADS : count);
}

// The thread blocks all signals, which the program's own threads handle, except those that its own faults raise.
bool kindling_start_thread(void *(*body)(void *), void *context) {
    sigset_t all, before;
    sigfillset(&all);
    const int own[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    for (int i = 0; i < 5; i++) sigdelset(&all, own[i]);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    const bool is_started = pthread_create(&thread, &attributes, body, context) == 0;
    pthread_attr_destroy(&attributes);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return is_started;
}

// Where no more threads can be created, fewer work.
static void start_workers(int count) {
    for (int index = atomic_load(&pool.started) + 1; index < count; index++) {
        if (!kindling_start_thread(work, (void *)(intptr_t)index)) {
            atomic_store(&pool.threads, index);
            break;
        }
        atomic_store(&pool.started, index);
    }
}

void kindling_parallel(ptrdiff_t chunks, KindlingChunkBody body, void *context) {
    const int threads = kindling_threads();
    if (chunks <= 1 || threads == 1 || is_inside || atomic_flag_test_and_set(&pool.busy)) {
        run_chunks(body, context, 0, chunks);
        return;
    }
    is_inside = true;
    if (atomic_load_explicit(&pool.started, memory_order_relaxed) + 1 < threads) start_workers(threads);
    const ptrdiff_t size = (chunks + MAXIMUM_UNITS - 1) / MAXIMUM_UNITS;
    const uint32_t units = (uint32_t)((chunks + size - 1) / size);
    uint32_t own = share(units, threads);
    const uint32_t before = atomic_load_explicit(&pool.done, memory_order_relaxed);
    atomic_store_explicit(&pool.body, body, memory_order_relaxed);
    atomic_store_explicit(&pool.context, context, memory_order_relaxed);
    atomic_store_explicit(&pool.chunks, chunks, memory_order_relaxed);
    atomic_store_explicit(&pool.chunks_per_unit, size, memory_order_relaxed);
    atomic_store_explicit(&pool.first_share, own, memory_order_relaxed);
    const uint64_t generation = (atomic_load_explicit(&pool.state, memory_order_relaxed) >> 32) + 1;
    atomic_store(&pool.state, generation << 32 | (uint64_t)own << 16 | (units - own));
    atomic_fetch_add(&pool.wake, 1);
    if (atomic_load(&pool.parked) > 0) syscall(SYS_futex, &pool.wake, FUTEX_WAKE_PRIVATE, (int)units - 1, NULL, NULL, 0);

    run_chunks(body, context, 0, own * size);
    for (uint32_t count; (count = run_units(true)) > 0;) own += count;
    for (int pauses = 0; atomic_load_explicit(&pool.done, memory_order_acquire) - before < units - own; pauses++) {
        pause_briefly();
        if (pauses > 4096) sched_yield();  // the worker has lost its processor
    }
    is_inside = false;
    atomic_flag_clear_explicit(&pool.busy, memory_order_release);
}
