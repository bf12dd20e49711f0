#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc shows renameat2 and statx only to those who define _GNU_SOURCE, and Swift's module of it does not.
static inline int rename_without_replacing(
    int folder, const char *name, int target_folder, const char *target_name) {
  const unsigned int no_replace = 1;
  return (int)syscall(SYS_renameat2, folder, name, target_folder, target_name, no_replace);
}

struct file_facts {
  unsigned long long device, inode;
  long long size, modified, changed, born;
  unsigned int modified_nanoseconds, changed_nanoseconds, born_nanoseconds;
  unsigned int mode, links;
  // Whether the file system keeps when a file was made.
  int has_birth;
};

// What the file system says of a name in an open folder, or of the descriptor itself if the name is empty. No link is followed.
static inline int facts_of_file(int folder, const char *name, struct file_facts *facts) {
  // The kernel's `struct statx`; linux/stat.h would bring names that Swift's module of the C library has, too.
  struct moment { int64_t seconds; uint32_t nanoseconds; int32_t spare; };
  struct {
    uint32_t mask, block_size;
    uint64_t attributes;
    uint32_t links, user, group;
    uint16_t mode, spare;
    uint64_t inode, size, blocks, attributes_mask;
    struct moment accessed, born, changed, modified;
    uint32_t own_major, own_minor, device_major, device_minor;
    uint64_t more[14];
  } found = {0};
  _Static_assert(sizeof found == 256, "the kernel's struct statx");
  const int no_follow = 0x100, empty_path = 0x1000;
  const unsigned int basic = 0x7ff, birth = 0x800;
  if (syscall(SYS_statx, folder, name, no_follow | empty_path, basic | birth, &found) != 0) return -1;
  facts->device = ((unsigned long long)found.device_major << 32) | found.device_minor;
  facts->inode = found.inode;
  facts->size = (long long)found.size;
  facts->mode = found.mode;
  facts->links = found.links;
  facts->modified = found.modified.seconds;
  facts->modified_nanoseconds = found.modified.nanoseconds;
  facts->changed = found.changed.seconds;
  facts->changed_nanoseconds = found.changed.nanoseconds;
  facts->has_birth = (found.mask & birth) != 0;
  facts->born = found.born.seconds;
  facts->born_nanoseconds = found.born.nanoseconds;
  return 0;
}
