#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "CKernels.h"

// A pointer to each routine, for each type.
#define ROUTINE(name, ...) static void (*NAME(name))(__VA_ARGS__);
#define TEMPLATE "lapack_routines.def"
#include "for_each_float.inc"
#undef ROUTINE

extern char **environ;

// Calls `body` with one more variable in the environment, unless it is set already. The variables are copied to a new array,
// which replaces the old one, since `setenv` frees what other threads may be reading. The new array is not freed: they may be
// reading it.
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
static void *restart(void *library) {
    void (*quit)(void) = (void (*)(void))dlsym(library, "gotoblas_dynamic_quit");
    void (*init)(void) = (void (*)(void))dlsym(library, "gotoblas_dynamic_init");
    if (quit != NULL && init != NULL) {
        quit();
        init();
    }
    return NULL;
}

// OpenBLAS 0.3.21 takes its Haswell kernels on processors newer than itself. It reads the variable when it is restarted.
static void choose_kernels(void *library) {
    __builtin_cpu_init();
    char *(*core)(void) = (char *(*)(void))dlsym(library, "openblas_get_corename");
    if (core == NULL || !__builtin_cpu_supports("x86-64-v4") || getenv("OPENBLAS_CORETYPE") != NULL) return;
    const char *name = core();
    if (name[0] == 'S' || name[0] == 'C') return;  // SkylakeX, SapphireRapids, Cooperlake: AVX-512 already
    static char assignment[] = "OPENBLAS_CORETYPE=SkylakeX";
    with_variable("OPENBLAS_CORETYPE", assignment, restart, library);
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

static void *find(void *library, const char *symbol) {
    void *routine = dlsym(library, symbol);
    if (routine == NULL) problem = "needs LAPACK, which libopenblas.so.0 is without";
    return routine;
}

#define PREFIX_f32 "s"
#define PREFIX_f64 "d"

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
#define ROUTINE(name, ...) NAME(name) = (void (*)(__VA_ARGS__))find(library, NAME(PREFIX) #name "_");
#define TEMPLATE "lapack_routines.def"
#include "for_each_float.inc"
#undef ROUTINE
#if defined(__x86_64__)
    choose_kernels(library);
#endif
    // Its bits depend on the number of threads, and its threads would fight with ours, also where the user's variable has started
    // some.
    void (*set_threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
    if (set_threads != NULL) set_threads(1);
    if (problem == NULL && !has_room_for_buffer()) problem = "has no memory for OpenBLAS's buffers";
}

const char *kindling_load_lapack(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return problem;
}

#define TEMPLATE "lapack.inc"
#include "for_each_float.inc"
