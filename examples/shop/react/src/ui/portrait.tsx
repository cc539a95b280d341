/** A user's picture or, without one, how the name begins. */
export function Portrait({ name, picture, alt = "" }: { name: string; picture: string | null; alt?: string }) {
  if (picture) return <img className="portrait" src={picture} alt={alt} />;
  return (
    <span className="portrait" aria-hidden="true">
      {name.slice(0, 1)}
    </span>
  );
}
