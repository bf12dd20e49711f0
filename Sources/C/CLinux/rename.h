#include <sys/syscall.h>
#include <unistd.h>

// glibc shows renameat2 only to those who define _GNU_SOURCE, and Swift's module of it does not.
static inline int rename_without_replacing(
    int folder, const char *name, int target_folder, const char *target_name) {
  const unsigned int no_replace = 1;
  return (int)syscall(SYS_renameat2, folder, name, target_folder, target_name, no_replace);
}
