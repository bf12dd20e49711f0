// The C library first: without it linux/stat.h defines names that Swift's module of the C library has, too.
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/stat.h>

struct file_facts {
  uint64_t device, inode;
  int64_t size, modified, changed, born;
  uint32_t modified_nanoseconds, changed_nanoseconds, born_nanoseconds;
  uint32_t mode, links;
  // Tells if the file system keeps when a file was made.
  int has_birth;
};

// Says what the file system has about a path below an open folder, or about the open file itself if the path is empty. A link at the path is
// followed on request alone.
//
// glibc shows statx only to those who define _GNU_SOURCE, and Swift's module of it does not.
static inline int facts_of_file(int folder, const char *path, int follows_links, struct file_facts *facts) {
  const int no_follow = 0x100, empty_path = 0x1000;
  struct statx found = {0};
  const int flags = empty_path | (follows_links ? 0 : no_follow);
  if (syscall(SYS_statx, folder, path, flags, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) return -1;
  facts->device = (uint64_t)found.stx_dev_major << 32 | found.stx_dev_minor;
  facts->inode = found.stx_ino;
  facts->size = (int64_t)found.stx_size;
  facts->mode = found.stx_mode;
  facts->links = found.stx_nlink;
  facts->modified = found.stx_mtime.tv_sec;
  facts->modified_nanoseconds = found.stx_mtime.tv_nsec;
  facts->changed = found.stx_ctime.tv_sec;
  facts->changed_nanoseconds = found.stx_ctime.tv_nsec;
  facts->has_birth = (found.stx_mask & STATX_BTIME) != 0;
  facts->born = found.stx_btime.tv_sec;
  facts->born_nanoseconds = found.stx_btime.tv_nsec;
  return 0;
}
