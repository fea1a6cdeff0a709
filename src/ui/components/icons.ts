import alert from '@primer/octicons/build/svg/alert-16.svg?raw';
import bell from '@primer/octicons/build/svg/bell-16.svg?raw';
import check from '@primer/octicons/build/svg/check-16.svg?raw';
import checkCircle from '@primer/octicons/build/svg/check-circle-16.svg?raw';
import circleSlash from '@primer/octicons/build/svg/circle-slash-16.svg?raw';
import clock from '@primer/octicons/build/svg/clock-16.svg?raw';
import cloudOffline from '@primer/octicons/build/svg/cloud-offline-16.svg?raw';
import copy from '@primer/octicons/build/svg/copy-16.svg?raw';
import database from '@primer/octicons/build/svg/database-16.svg?raw';
import deviceDesktop from '@primer/octicons/build/svg/device-desktop-16.svg?raw';
import dotFill from '@primer/octicons/build/svg/dot-fill-16.svg?raw';
import download from '@primer/octicons/build/svg/download-16.svg?raw';
import eyeClosed from '@primer/octicons/build/svg/eye-closed-16.svg?raw';
import gear from '@primer/octicons/build/svg/gear-16.svg?raw';
import gitPullRequest from '@primer/octicons/build/svg/git-pull-request-16.svg?raw';
import graph from '@primer/octicons/build/svg/graph-16.svg?raw';
import history from '@primer/octicons/build/svg/history-16.svg?raw';
import hourglass from '@primer/octicons/build/svg/hourglass-16.svg?raw';
import info from '@primer/octicons/build/svg/info-16.svg?raw';
import kebabHorizontal from '@primer/octicons/build/svg/kebab-horizontal-16.svg?raw';
import lock from '@primer/octicons/build/svg/lock-16.svg?raw';
import markGithub from '@primer/octicons/build/svg/mark-github-16.svg?raw';
import moon from '@primer/octicons/build/svg/moon-16.svg?raw';
import pause from '@primer/octicons/build/svg/pause-16.svg?raw';
import pencil from '@primer/octicons/build/svg/pencil-16.svg?raw';
import person from '@primer/octicons/build/svg/person-16.svg?raw';
import pin from '@primer/octicons/build/svg/pin-16.svg?raw';
import play from '@primer/octicons/build/svg/play-16.svg?raw';
import pulse from '@primer/octicons/build/svg/pulse-16.svg?raw';
import search from '@primer/octicons/build/svg/search-16.svg?raw';
import server from '@primer/octicons/build/svg/server-16.svg?raw';
import shieldLock from '@primer/octicons/build/svg/shield-lock-16.svg?raw';
import sidebarExpand from '@primer/octicons/build/svg/sidebar-expand-16.svg?raw';
import signOut from '@primer/octicons/build/svg/sign-out-16.svg?raw';
import stopwatch from '@primer/octicons/build/svg/stopwatch-16.svg?raw';
import sync from '@primer/octicons/build/svg/sync-16.svg?raw';
import trash from '@primer/octicons/build/svg/trash-16.svg?raw';
import upload from '@primer/octicons/build/svg/upload-16.svg?raw';
import x from '@primer/octicons/build/svg/x-16.svg?raw';

/** The path of each Octicon (16 px) in use, taken from GitHub's own files when the page is built. */
export const icons = {
  alert,
  bell,
  check,
  checkCircle,
  circleSlash,
  clock,
  cloudOffline,
  copy,
  database,
  deviceDesktop,
  dotFill,
  download,
  eyeClosed,
  gear,
  gitPullRequest,
  graph,
  history,
  hourglass,
  info,
  kebabHorizontal,
  lock,
  markGithub,
  moon,
  pause,
  pencil,
  person,
  pin,
  play,
  pulse,
  search,
  server,
  shieldLock,
  sidebarExpand,
  signOut,
  stopwatch,
  sync,
  trash,
  upload,
  x,
};

/** The Octicons in use. */
export type IconName = keyof typeof icons;
