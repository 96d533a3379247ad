-- Events are large JSON texts: LZ4 packs and unpacks them several times faster than the server's default, at nearly the
-- same size. A server without LZ4, or an owner who may not say so, keeps the default.
do $$
begin
  execute format('alter database %I set default_toast_compression = ''lz4''', current_database());
exception
  when invalid_parameter_value or undefined_object or insufficient_privilege then null;
end $$;

-- Received files are packed before they are stored.
alter table hub.raw_file alter column content set storage external;
