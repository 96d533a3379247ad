-- A password that somebody else chose is changed at the first sign-in; each code of an authenticator app counts once.
alter table access.users add column if not exists "MustChangePassword" boolean not null default false;
alter table access.users add column if not exists "LastCodeStep" bigint not null default 0;
