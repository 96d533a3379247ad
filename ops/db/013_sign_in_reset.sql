-- An administrator may reset how somebody signs in; like every change of rights that is an event with a row.
alter table hub.access_grant
    drop constraint access_grant_kind_check, drop constraint access_grant_check,
    add constraint access_grant_kind check (kind in ('GRANTED', 'REVOKED', 'DISABLED', 'SIGN_IN_RESET')),
    add constraint access_grant_role check ((kind in ('DISABLED', 'SIGN_IN_RESET')) = (role is null));
