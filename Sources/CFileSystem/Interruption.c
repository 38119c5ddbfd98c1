#define _XOPEN_SOURCE 700

#include "CFileSystem.h"

#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Temporary {
  struct Temporary *next;
  char path[];
} Temporary;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static Temporary *temporaries;
static int signal_pipe[2];

void airaccord_add_temporary(const char *path) {
  const size_t length = strlen(path);
  Temporary *added = malloc(sizeof *added + length + 1);
  if (!added) return;
  memcpy(added->path, path, length + 1);
  pthread_mutex_lock(&mutex);
  added->next = temporaries;
  temporaries = added;
  pthread_mutex_unlock(&mutex);
}

void airaccord_forget_temporary(const char *path) {
  pthread_mutex_lock(&mutex);
  for (Temporary **link = &temporaries; *link; link = &(*link)->next) {
    if (strcmp((*link)->path, path) != 0) continue;
    Temporary *found = *link;
    *link = found->next;
    free(found);
    break;
  }
  pthread_mutex_unlock(&mutex);
}

static int remove_entry(
    const char *path, const struct stat *information, int type, struct FTW *walk) {
  (void)information, (void)type, (void)walk;
  remove(path);
  return 0;
}

// A handler may do next to nothing, so it only tells the thread below.
static void tell(int number) {
  const unsigned char byte = (unsigned char)number;
  // If this fails there is nobody to tell.
  if (write(signal_pipe[1], &byte, 1) < 0) _exit(128 + number);
}

static void *clean(void *nothing) {
  unsigned char number;
  ssize_t count;
  while ((count = read(signal_pipe[0], &number, 1)) < 0) {
  }
  if (count != 1) return nothing;
  // Never unlocked: nothing is added any more.
  pthread_mutex_lock(&mutex);
  for (Temporary *one = temporaries; one; one = one->next) {
    // A link is removed, not followed.
    nftw(one->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  }
  signal(number, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  kill(getpid(), number);
  return nothing;
}

void airaccord_clean_on_signals(void) {
  if (pipe(signal_pipe) != 0) return;
  for (int end = 0; end < 2; end++) fcntl(signal_pipe[end], F_SETFD, FD_CLOEXEC);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  const int code = pthread_create(&thread, NULL, clean, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (code != 0) return;
  pthread_detach(thread);
  const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index++) {
    struct sigaction old;
    sigaction(numbers[index], NULL, &old);
    if (old.sa_handler == SIG_IGN) continue;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = tell;
    action.sa_flags = SA_RESTART;
    sigaction(numbers[index], &action, NULL);
    // Whoever starts the command from a thread that blocks signals hands that on.
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, numbers[index]);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL);
  }
}
