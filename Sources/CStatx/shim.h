#include <linux/stat.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

struct file_place {
  uint64_t device, inode;
  int64_t made_seconds;
  uint32_t made_nanoseconds;
  int has_made;
};

// glibc shows statx only to those who define _GNU_SOURCE, and Swift's module of it does not.
static inline int find_file_place(int folder, const char *path, int flags, struct file_place *place) {
  struct statx status = {0};
  const int result = (int)syscall(SYS_statx, folder, path, flags, STATX_INO | STATX_BTIME, &status);
  place->device = (uint64_t)status.stx_dev_major << 32 | status.stx_dev_minor;
  place->inode = status.stx_ino;
  place->made_seconds = status.stx_btime.tv_sec;
  place->made_nanoseconds = status.stx_btime.tv_nsec;
  place->has_made = (status.stx_mask & STATX_BTIME) != 0;
  return result;
}
