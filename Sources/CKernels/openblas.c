#define _GNU_SOURCE
#include "CKernels.h"

#include <dlfcn.h>
#include <stdlib.h>

void kindling_choose_openblas_kernels(void) {
#if defined(__x86_64__)
    // OpenBLAS 0.3.21 takes its Haswell kernels on processors newer than itself. It reads the variable when it starts anew.
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
