#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CKernels.h"

// A Fortran compiler takes all by address, and the length of each string at the end. A routine's name, and its parameters.
#define ROUTINES(X, p, T)                                                                                                \
    X(p, potrf, (const char *, const int32_t *, T *, const int32_t *, int32_t *, size_t))                                \
    X(p, getrf, (const int32_t *, const int32_t *, T *, const int32_t *, int32_t *, int32_t *))                          \
    X(p, geqrf, (const int32_t *, const int32_t *, T *, const int32_t *, T *, T *, const int32_t *, int32_t *))          \
    X(p, orgqr, (const int32_t *, const int32_t *, const int32_t *, T *, const int32_t *, const T *, T *,                \
                 const int32_t *, int32_t *))                                                                            \
    X(p, syevd, (const char *, const char *, const int32_t *, T *, const int32_t *, T *, T *, const int32_t *,           \
                 int32_t *, const int32_t *, int32_t *, size_t, size_t))                                                 \
    X(p, gesdd, (const char *, const int32_t *, const int32_t *, T *, const int32_t *, T *, T *, const int32_t *, T *,   \
                 const int32_t *, T *, const int32_t *, int32_t *, int32_t *, size_t))                                   \
    X(p, trsm, (const char *, const char *, const char *, const char *, const int32_t *, const int32_t *, const T *,     \
                const T *, const int32_t *, T *, const int32_t *, size_t, size_t, size_t, size_t))
#define ALL_ROUTINES(X) ROUTINES(X, s, float) ROUTINES(X, d, double)

#define DECLARE(p, name, parameters) static void(*p##name) parameters;
ALL_ROUTINES(DECLARE)

extern char **environ;

// Calls `body` while the environment has one variable more, unless it has it already. The variables are put in another array, and that in the
// place of the old one, since `setenv` frees what other threads may be reading. The array is kept: one of them may read it still.
static void *with_variable(const char *name, char *assignment, void *(*body)(void *), void *argument) {
    size_t count = 0;
    while (environ != NULL && environ[count] != NULL) count++;
    char **theirs = environ, **ours = getenv(name) != NULL ? NULL : malloc((count + 2) * sizeof *ours);
    if (ours == NULL) return body(argument);
    ours[0] = assignment;
    for (size_t i = 0; i < count; i++) ours[i + 1] = theirs[i];
    ours[count + 1] = NULL;
    environ = ours;
    void *result = body(argument);
    // Unless another thread has set a variable meanwhile, and with it the array.
    if (environ == ours) environ = theirs;
    return result;
}

static void *open_library(void *unused) {
    (void)unused;
    void *library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    return library != NULL ? library : dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
}

#if defined(__x86_64__)
static void *start_anew(void *library) {
    void (*quit)(void) = (void (*)(void))dlsym(library, "gotoblas_dynamic_quit");
    void (*init)(void) = (void (*)(void))dlsym(library, "gotoblas_dynamic_init");
    if (quit != NULL && init != NULL) {
        quit();
        init();
    }
    return NULL;
}

// OpenBLAS 0.3.21 takes its Haswell kernels on processors newer than itself. It reads the variable when it starts anew.
static void choose_kernels(void *library) {
    __builtin_cpu_init();
    char *(*core)(void) = (char *(*)(void))dlsym(library, "openblas_get_corename");
    if (core == NULL || !__builtin_cpu_supports("x86-64-v4") || getenv("OPENBLAS_CORETYPE") != NULL) return;
    const char *name = core();
    if (name[0] == 'S' || name[0] == 'C') return;  // SkylakeX, SapphireRapids, Cooperlake: AVX-512 already
    static char assignment[] = "OPENBLAS_CORETYPE=SkylakeX";
    with_variable("OPENBLAS_CORETYPE", assignment, start_anew, library);
}
#endif

// Whether OpenBLAS gets the buffer that each of its calls works in; where it does not, it asks again without end.
static bool has_room_for_buffer(void) {
    const size_t size = (size_t)192 << 20;  // 128 MiB on the processors with the largest, and as much again as half of it
    void *room = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) return false;
    munmap(room, size);
    return true;
}

static const char *problem;

static void load(void) {
    static char one_thread[] = "OPENBLAS_NUM_THREADS=1";
    void *library = with_variable("OPENBLAS_NUM_THREADS", one_thread, open_library, NULL);
    if (library == NULL) {
        problem = "needs OpenBLAS, and libopenblas.so.0 cannot be loaded (Debian's package is libopenblas0)";
        return;
    }
    char *(*config)(void) = (char *(*)(void))dlsym(library, "openblas_get_config");
    if (config != NULL && strstr(config(), "USE64BITINT") != NULL) {
        problem = "needs an OpenBLAS whose integers have 32 bits, and libopenblas.so.0 has another one";
        return;
    }
#define FIND(p, name, parameters)                                                    \
    p##name = (void(*) parameters)dlsym(library, #p #name "_");                      \
    if (p##name == NULL) problem = "needs LAPACK, which libopenblas.so.0 is without";
    ALL_ROUTINES(FIND)
#if defined(__x86_64__)
    choose_kernels(library);
#endif
    // Its bits depend on the number of threads, and its threads would fight with ours, also where the user's variable has started some.
    void (*set_threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
    if (set_threads != NULL) set_threads(1);
    if (problem == NULL && !has_room_for_buffer()) problem = "has no memory for OpenBLAS's buffers";
}

const char *kindling_load_lapack(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return problem;
}

#define DEFINE(p, name, T)                                                                                              \
    int32_t kindling_potrf_##name(int32_t n, T *a) {                                                                    \
        int32_t info = 0;                                                                                               \
        p##potrf("U", &n, a, &n, &info, 1);                                                                             \
        return info;                                                                                                    \
    }                                                                                                                   \
    int32_t kindling_getrf_##name(int32_t m, int32_t n, T *a, int32_t *pivots) {                                        \
        int32_t info = 0;                                                                                               \
        p##getrf(&m, &n, a, &m, pivots, &info);                                                                         \
        return info;                                                                                                    \
    }                                                                                                                   \
    int32_t kindling_geqrf_##name(int32_t m, int32_t n, T *a, T *scales, T *work, int32_t size) {                       \
        int32_t info = 0;                                                                                               \
        p##geqrf(&m, &n, a, &m, scales, work, &size, &info);                                                            \
        return info;                                                                                                    \
    }                                                                                                                   \
    int32_t kindling_orgqr_##name(int32_t m, int32_t n, int32_t k, T *a, T *scales, T *work, int32_t size) {            \
        int32_t info = 0;                                                                                               \
        p##orgqr(&m, &n, &k, a, &m, scales, work, &size, &info);                                                        \
        return info;                                                                                                    \
    }                                                                                                                   \
    int32_t kindling_syevd_##name(bool vectors, int32_t n, T *a, T *values, T *work, int32_t size, int32_t *integers,   \
                                  int32_t count) {                                                                      \
        int32_t info = 0;                                                                                               \
        p##syevd(vectors ? "V" : "N", "U", &n, a, &n, values, work, &size, integers, &count, &info, 1, 1);              \
        return info;                                                                                                    \
    }                                                                                                                   \
    int32_t kindling_gesdd_##name(char job, int32_t m, int32_t n, T *a, T *values, T *u, T *vt, int32_t rows, T *work,  \
                                  int32_t size, int32_t *integers) {                                                    \
        int32_t info = 0;                                                                                               \
        p##gesdd(&job, &m, &n, a, &m, values, u, &m, vt, &rows, work, &size, integers, &info, 1);                       \
        return info;                                                                                                    \
    }                                                                                                                   \
    /* Of columns, b is its transpose, and a stands at its right. */                                                    \
    void kindling_trsm_##name(bool upper, bool transposed, bool unit, int32_t n, int32_t k, const T *a, int32_t row,    \
                              T *b) {                                                                                   \
        const T one = 1;                                                                                                \
        p##trsm("R", upper == transposed ? "U" : "L", transposed ? "T" : "N", unit ? "U" : "N", &k, &n, &one, a, &row,  \
                b, &k, 1, 1, 1, 1);                                                                                     \
    }
DEFINE(s, f32, float)
DEFINE(d, f64, double)
