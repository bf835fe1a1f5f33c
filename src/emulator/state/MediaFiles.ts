/** Which media files of an app are banned. No address is ever fetched. */
export class MediaFiles {
  private readonly banned = new Set<string>()
  private readonly missing = new Set<string>()

  ban(url: string): void {
    this.banned.add(url)
  }

  allow(url: string): void {
    this.banned.delete(url)
  }

  /** Says that there is no file at an address; without that, every address has one. */
  lose(url: string): void {
    this.missing.add(url)
  }

  /** 0 can be downloaded, 1 banned, 2 not there. */
  status(url: string): 0 | 1 | 2 {
    return this.missing.has(url) ? 2 : this.banned.has(url) ? 1 : 0
  }
}
