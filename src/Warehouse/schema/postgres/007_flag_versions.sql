-- Every version of a flag that was exported, with the time of the change that made it.
create table raw.flag_versions (
  flag_key text collate "C" not null,
  version bigint not null,
  flag_type text collate "C" not null,
  is_enabled integer not null,
  owner text collate "C" not null,
  description text collate "C" not null,
  changed_at timestamp(3),
  primary key (flag_key, version)
);
