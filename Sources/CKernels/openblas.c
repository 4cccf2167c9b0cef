#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>

// OpenBLAS 0.3.21 takes its Haswell kernels on processors newer than itself. It reads the variable when it starts anew. At load, while
// there are no threads yet that might read the environment.
__attribute__((constructor)) static void choose_openblas_kernels(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (getenv("OPENBLAS_CORETYPE") != NULL || !__builtin_cpu_supports("x86-64-v4")) return;
    void (*quit)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_quit");
    void (*init)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "gotoblas_dynamic_init");
    char *(*core)(void) = (char *(*)(void))dlsym(RTLD_DEFAULT, "openblas_get_corename");
    if (quit == NULL || init == NULL || core == NULL) return;
    const char *name = core();
    if (name[0] == 'S' || name[0] == 'C') return;  // SkylakeX, SapphireRapids, Cooperlake: AVX-512 already
    setenv("OPENBLAS_CORETYPE", "SkylakeX", 1);
    quit();
    init();
    unsetenv("OPENBLAS_CORETYPE");
#endif
}
