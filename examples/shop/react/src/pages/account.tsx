/** Somebody's own page: the profile and the orders are two slices of one context. */
import { useState } from "react";
import {
  UserContext,
  useChangeAvatar,
  useUpdateProfile,
  useUserOrders,
  useUserProfile,
} from "../mizan/react";
import type { UserProfile } from "../mizan/react";
import { Failure } from "../ui/failure";
import { Field, Form, Submit, text } from "../ui/form";
import { Loaded, Skeleton } from "../ui/loaded";
import { Order } from "../ui/order";
import { Page, Pages, usePage } from "../ui/page";
import { Portrait } from "../ui/portrait";
import { SignedIn } from "../ui/session";

export function AccountPage() {
  const page = usePage();
  return (
    <Page title="Account">
      <SignedIn to="see your account">
        {({ id }) => (
          <UserContext key={id} user_id={id} page={page}>
            <Profile />
            <Orders />
          </UserContext>
        )}
      </SignedIn>
    </Page>
  );
}

function Profile() {
  return (
    <Loaded read={useUserProfile()} skeleton={<Skeleton shape="panel" />}>
      {(profile) => (
        <div className="side-by-side">
          <EditProfile profile={profile} />
          <ChangePicture profile={profile} />
        </div>
      )}
    </Loaded>
  );
}

function EditProfile({ profile }: { profile: UserProfile }) {
  const update = useUpdateProfile();
  const errors = update.error?.fieldErrors;
  return (
    <section className="panel">
      <h2>Profile</h2>
      <Form
        name="Profile"
        onData={(data) =>
          update.mutate({
            user_id: profile.id,
            name: text(data, "name"),
            email: text(data, "email"),
            bio: text(data, "bio"),
          })
        }
      >
        <Field label="Name" errors={errors?.name}>
          {(control) => <input {...control} name="name" autoComplete="name" defaultValue={profile.name} />}
        </Field>
        <Field label="E-mail" hint="Shown to nobody. Without one, none is kept." errors={errors?.email}>
          {(control) => <input {...control} name="email" type="email" autoComplete="email" />}
        </Field>
        <Field label="About you" errors={errors?.bio}>
          {(control) => <textarea {...control} name="bio" rows={3} defaultValue={profile.bio} />}
        </Field>
        <Failure error={update.error} />
        <div className="act">
          <Submit doing={update.isPending && "Saving…"}>Save</Submit>
          <p className="done" role="status">
            {update.isSuccess && "Saved."}
          </p>
        </div>
      </Form>
    </section>
  );
}

function ChangePicture({ profile }: { profile: UserProfile }) {
  const upload = useChangeAvatar();
  const [picture, choose] = useState<File>();
  return (
    <section className="panel">
      <h2>Picture</h2>
      <div className="pictures">
        <Portrait name={profile.name} picture={profile.avatar} alt="Your picture" />
        {picture && !upload.isSuccess && <Preview key={`${picture.name} ${picture.lastModified}`} picture={picture} />}
      </div>
      <Form name="Picture" onData={() => picture && upload.mutate({ user_id: profile.id, picture })}>
        <Field label="Choose a picture" hint="PNG, JPEG, GIF or WebP, at most 2 MiB." errors={upload.error?.fieldErrors.picture}>
          {(control) => (
            <input
              {...control}
              type="file"
              accept="image/png,image/jpeg,image/gif,image/webp"
              onChange={(event) => {
                upload.reset();
                choose(event.currentTarget.files?.[0]);
              }}
            />
          )}
        </Field>
        <Failure error={upload.error} />
        <div className="act">
          <Submit disabled={!picture} doing={upload.isPending && "Uploading…"}>
            Upload
          </Submit>
          <p className="done" role="status">
            {upload.isSuccess && "Uploaded."}
          </p>
        </div>
      </Form>
    </section>
  );
}

/** A canvas, because a strict Content-Security-Policy shows no picture from a `blob:` address. */
function Preview({ picture }: { picture: File }) {
  const draw = (canvas: HTMLCanvasElement) => {
    void createImageBitmap(picture).then(
      (bitmap) => {
        const side = Math.min(bitmap.width, bitmap.height);
        const left = (bitmap.width - side) / 2;
        const top = (bitmap.height - side) / 2;
        canvas.getContext("2d")?.drawImage(bitmap, left, top, side, side, 0, 0, canvas.width, canvas.height);
        bitmap.close();
      },
      () => undefined, // No picture: the server says so.
    );
  };
  return (
    <canvas
      ref={(canvas) => {
        if (canvas) draw(canvas);
      }}
      className="portrait"
      role="img"
      aria-label="Preview"
      width={192}
      height={192}
    />
  );
}

function Orders() {
  return (
    <section aria-labelledby="orders">
      <h2 id="orders">Orders</h2>
      <Loaded read={useUserOrders()} skeleton={<Skeleton shape="row" count={5} />} isPart>
        {({ orders, total, page_size }) => (
          <>
            {total === 0 && <p className="empty">No orders yet.</p>}
            <ul className="orders" aria-label="Orders">
              {orders.map((order) => (
                <li key={order.id}>
                  <Order order={order}>
                    <a href={`/orders/${order.id}/receipt/`}>Receipt</a>
                  </Order>
                </li>
              ))}
            </ul>
            <Pages total={total} page_size={page_size} />
          </>
        )}
      </Loaded>
    </section>
  );
}
