namespace PaymentHub.Ledger;

/// <summary>Where each payment's money stands, payment by payment, from the payments' own facts.</summary>
internal static class PaymentStands
{
    /// <summary>
    /// Each payment's money, split by where it stands; a partly settled payment gives two rows. "starts" is where the
    /// stretch begins on the payment: what is kept or returned lies before what is still out.
    /// </summary>
    internal static string Of(string batches) => Of(batches, "select *, 1::bigint as n from facts");

    /// <summary>
    /// The same for sums: payments of a batch that went the same way are one row with their number "n" and no number of
    /// their own, but for those of which other tables tell more.
    /// </summary>
    internal static string Together(string batches) => Of(batches, """
        select f.batch_id, x.no, f.amount, f.settled, f.returned, f.uncollected, f.instructed, f.removed, f.told,
               f.refused, f.booked, count(*) as n
        from facts f left join (
            select b.batch_id, b.no from hub.payment_source b where {batches}
            union
            select b.batch_id, b.no from hub.payment_hold b where {batches}
            union
            select b.batch_id, b.no from hub.payment_reissue b where {batches}
            union
            select b.batch_id, b.no from hub.payment_write_back b where {batches}) x
            on x.batch_id = f.batch_id and x.no = f.no
        group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
        """);

    private static string Of(string batches, string kinds) => Template
        .Replace("{kinds}", kinds, StringComparison.Ordinal).Replace("{batches}", batches, StringComparison.Ordinal);

    private const string Template = """
        with facts as (
            -- Batch by batch: of years of payments only the rows of these batches are read.
            select b.batch_id, f.* from hub.batch b cross join lateral (
                select p.no, p.amount,
                    coalesce(sum(o.amount) filter (where o.status = 'Settled'), 0)::bigint as settled,
                    coalesce(sum(o.amount) filter (where o.status = 'Returned'), 0)::bigint as returned,
                    -- Uncollected cash never left the advance, so it ends the transit without having been settled.
                    coalesce(sum(o.amount) filter (where o.status = 'Returned' and exists (
                        select 1 from hub.bank_file_step f where f.file_id = o.file_id and f.format = 'CashReport')),
                        0)::bigint as uncollected,
                    bool_or(o.status = 'Instructed') as instructed, bool_or(o.status = 'Removed') as removed,
                    bool_or(o.status in ('Rejected', 'Cancelled')) as refused,
                    max(o.value_date) filter (where o.status = 'Settled' or exists (
                        select 1 from hub.bank_file_step f where f.file_id = o.file_id and f.format = 'CashReport'))
                        as booked,
                    (array_agg(o.status order by o.version desc, o.item desc) filter (
                        where o.status in ('Accepted', 'Unknown', 'Rejected', 'Cancelled', 'Voided')))[1] as told
                from hub.payment p
                left join hub.payment_outcome o on o.batch_id = b.batch_id and o.no = p.no
                where p.batch_id = b.batch_id group by p.no, p.amount) f
            where {batches}
        ), kinds as (
            {kinds}
        ), held as (
            select distinct on (h.batch_id, h.no) h.batch_id, h.no, h.held from hub.payment_hold h
            where h.batch_id in (select batch_id from kinds)
            order by h.batch_id, h.no, h.version desc
        ), approved as (
            select distinct batch_id from hub.batch_step
            where status = 'Approved' and batch_id in (select distinct batch_id from kinds)
        ), stands as (
            select f.batch_id, f.no, f.n, v.stand, v.amount, v.starts from kinds f
            left join held h on h.batch_id = f.batch_id and h.no = f.no
            left join approved a on a.batch_id = f.batch_id
            cross join lateral (values
                ('not-approved', case when a.batch_id is null then f.amount end, 0),
                ('held', case when a.batch_id is not null and f.instructed is not true and h.held
                    and f.told is distinct from 'Voided' then f.amount end, 0),
                ('awaiting-release', case when a.batch_id is not null and f.instructed is not true
                    and h.held is not true and f.told is distinct from 'Voided' then f.amount end, 0),
                ('voided', case when f.told = 'Voided' then f.amount end, 0),
                ('rejected', case when f.told = 'Rejected' then f.amount end, 0),
                ('cancelled', case when f.told = 'Cancelled' then f.amount end, 0),
                ('unknown', case when f.told = 'Unknown' then f.amount - f.settled - f.uncollected end, f.settled),
                ('in-transit', case when f.instructed and f.told is null
                    then f.amount - f.settled - f.uncollected end, f.settled),
                ('accepted', case when f.instructed and f.told = 'Accepted'
                    then f.amount - f.settled - f.uncollected end, f.settled),
                ('settled', f.settled + f.uncollected - f.returned, f.returned - f.uncollected),
                ('returned', f.returned, case when f.uncollected > 0 then f.amount - f.returned else 0 end))
                v(stand, amount, starts)
            where f.removed is not true and v.amount > 0
        )
        """;
}
