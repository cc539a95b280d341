/** What a product looks like: its emoji on its colour. */
import type { CSSProperties } from "react";

declare module "react" {
  interface CSSProperties {
    "--colour"?: string;
  }
}

export function Tile({ emoji, colour }: { emoji: string; colour?: string }) {
  const style: CSSProperties = colour === undefined ? {} : { "--colour": colour };
  return (
    <span className="tile" style={style} aria-hidden="true">
      {emoji}
    </span>
  );
}
