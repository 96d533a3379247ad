namespace PaymentHub.Ledger;

/// <summary>The identity between the banks' balances and the ledger's account of each.</summary>
internal static class TieOutBank
{
    /// <summary>
    /// What a notification told and no statement has booked yet stands between the last balance and the ledger; what a
    /// statement booked first moved nothing when it was notified.
    /// </summary>
    public const string Ledger = """
        with told as (
            select r.file_id from hub.bank_file_step r where r.status = 'Received' and r.format = 'Notification'),
        notified as (
            select d.account, (coalesce((
                select f.matched + f.broken from file_now f where f.file_id = t.file_id), 0) - coalesce((
                select sum(k.amount) from hub.entry_known k
                where k.by_file = t.file_id and k.file_id not in (select file_id from told)), 0))::bigint as amount
            from told t join lateral (
                select min(account) as account from hub.bank_file_day d where d.file_id = t.file_id) d on true)
        select x.account, x.closing + coalesce((
            select sum(n.amount) from notified n where n.account = x.account), 0)::bigint,
            coalesce((select sum(p.amount) from kept.posting_total p
            where p.kind = 'Bank' and p.key = x.account), 0)::bigint
        from (select distinct on (s.account) s.account, s.closing from hub.statement s
              join hub.bank_file_step f on f.file_id = s.file_id and f.status = 'Reconciled'
              join events.mt_events e on e.stream_id = f.file_id and e.version = f.version
              where $1::date is not null and $2::text[] is null
              order by s.account, s.to_date desc nulls last, e.seq_id desc nulls last, s.item desc) x order by 1
        """;
}
