#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

// Macros make control messages, which Swift cannot call; and glibc shows ucred only to those who define _GNU_SOURCE.

struct socket_peer {
  int32_t pid;
  uint32_t uid, gid;
};

// Says which process connected to a socket, by the kernel's word.
static inline int peer_of_socket(int socket, struct socket_peer *peer) {
  socklen_t size = sizeof *peer;
  const int so_peercred = 17;
  return getsockopt(socket, SOL_SOCKET, so_peercred, peer, &size);
}

// A socket at a path, or one that is connected to it: -1 with errno if it cannot be.
static inline int socket_at_path(const char *path, int listens) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  const size_t length = strlen(path);
  if (length >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(address.sun_path, path, length);
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  // A server that takes nobody on does not keep whoever asks.
  const struct timeval patience = {.tv_sec = 5};
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int code = listens
      ? bind(descriptor, (struct sockaddr *)&address, sizeof address)
      : connect(descriptor, (struct sockaddr *)&address, sizeof address);
  if (code == 0 && (!listens || listen(descriptor, 64) == 0)) return descriptor;
  const int error = errno;
  close(descriptor);
  errno = error;
  return -1;
}

// How many descriptors a message may bring; more are an error of whoever sends.
enum { most_descriptors = 3 };

// Receives bytes and the descriptors that come with them, without waiting. Returns what recvmsg does. More descriptors than
// there is room for count as most_descriptors + 1, and all are closed.
static inline ssize_t receive_message(int socket, void *bytes, size_t size, int *descriptors, int *count) {
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int) * most_descriptors)];
  } control;
  struct iovec part = {.iov_base = bytes, .iov_len = size};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  *count = 0;
  const ssize_t received = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (received < 0) return received;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const int number = (int)((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (int index = 0; index < number; index++) {
      int descriptor;
      memcpy(&descriptor, CMSG_DATA(part) + index * sizeof descriptor, sizeof descriptor);
      if (*count < most_descriptors) descriptors[(*count)++] = descriptor;
      else close(descriptor);
    }
  }
  if (message.msg_flags & MSG_CTRUNC) {
    for (int index = 0; index < *count; index++) close(descriptors[index]);
    *count = most_descriptors + 1;
  }
  return received;
}

// Sends bytes, and descriptors with the first of them. Returns what sendmsg does.
static inline ssize_t send_message(int socket, const void *bytes, size_t size, const int *descriptors, int count) {
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int) * most_descriptors)];
  } control = {0};
  struct iovec part = {.iov_base = (void *)bytes, .iov_len = size};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (count > 0) {
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * count);
    memcpy(CMSG_DATA(header), descriptors, sizeof(int) * count);
  }
  return sendmsg(socket, &message, MSG_NOSIGNAL);
}

// This process's environment, which glibc shows only to those who define _GNU_SOURCE.
static inline char **own_environment(void) {
  extern char **environ;
  return environ;
}

// glibc shows the last action and the flag of a session only to those who define _GNU_SOURCE.
//
// Starts a program with three streams of somebody's and one descriptor more, which is number 3 there and closes when the
// program ends. Signals act there as in a shell. Returns 0, or an error as errno.h numbers it.
static inline int spawn_with_streams(
    const char *path, char *const *arguments, char *const *environment, const int *streams, int sign, pid_t *process) {
  extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
  const short setsid = 0x80;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  if ((error = posix_spawnattr_init(&attributes))) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  // The streams come from numbers above 2, and are copied before 3 is written to.
  for (int index = 0; index < 3 && !error; index++)
    error = posix_spawn_file_actions_adddup2(&actions, streams[index], index);
  if (!error) error = posix_spawn_file_actions_adddup2(&actions, sign, 3);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 4);
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  if (!error) error = posix_spawnattr_setsigdefault(&attributes, &all);
  if (!error) error = posix_spawnattr_setsigmask(&attributes, &none);
  // A session of its own: no terminal of the caller's becomes the program's, and none sends it signals.
  if (!error)
    error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | setsid);
  if (!error) error = posix_spawn(process, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}
