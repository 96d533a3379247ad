namespace PaymentHub.Ledger;

/// <summary>
/// The part of the tie-out that sets control accounts against what stands behind them, payment by payment: what the
/// ledger owes is what payments have still to leave, what came back is what payments have back.
/// </summary>
internal static class TieOutAccounts
{
    private const string Payable = TieOut.StandsNow + """
        , sides as (
            select batch_id, amount as here, 0::bigint as posted from stands
            where stand in ('held', 'awaiting-release')
            union all
            select p.batch_id, 0, -p.amount from posted_now p where p.account = 'Payable')
        select b.commune || '/' || b.programme, sum(s.here)::bigint, sum(s.posted)::bigint
        from sides s join hub.batch b on b.batch_id = s.batch_id group by 1 order by 1
        """;

    // A payment that was made again or written back has nothing left to pay, though it still failed.
    private const string Returned = TieOut.StandsNow + """
        , sides as (
            select s.batch_id, s.open as here, 0::bigint as posted from stands s
            where s.stand in ('rejected', 'cancelled', 'returned')
            union all
            select p.batch_id, 0, -p.amount from posted_now p where p.account = 'ReturnedHeld')
        select b.institution || '/' || b.programme, sum(s.here)::bigint, sum(s.posted)::bigint
        from sides s join hub.batch b on b.batch_id = s.batch_id group by 1 order by 1
        """;

    /// <summary>Identities of control accounts over the whole province.</summary>
    internal static readonly (string Name, string Sql)[] ProvinceIdentities =
        [("payable-ledger", Payable), ("returned-ledger", Returned)];
}
