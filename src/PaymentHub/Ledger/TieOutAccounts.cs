namespace PaymentHub.Ledger;

/// <summary>
/// The part of the tie-out that sets control accounts against what stands behind them, payment by payment: what the
/// ledger owes is what payments have still to leave, what came back is what payments have back.
/// </summary>
internal static class TieOutAccounts
{
    private const string Payable = $"""
        {TieOut.StandsNow}
        , sides as (
            select commune, programme, code, amount as here, 0::bigint as posted from stands
            where stand in ('held', 'awaiting-release')
            union all
            select p.commune, p.programme, p.code, 0, -p.amount from posted_now p where p.account = 'Payable')
        select commune || '/' || programme, sum(here)::bigint, sum(posted)::bigint
        from sides group by commune, programme
        union all
        {TieOut.WrongBatch}
        order by 1
        """;

    // A payment that was made again or written back has nothing left to pay, though it still failed.
    private const string Returned = $"""
        {TieOut.StandsNow}
        , sides as (
            select institution, programme, code, open as here, 0::bigint as posted from stands
            where stand in ('rejected', 'cancelled', 'returned')
            union all
            select p.institution, p.programme, p.code, 0, -p.amount from posted_now p where p.account = 'ReturnedHeld')
        select institution || '/' || programme, sum(here)::bigint, sum(posted)::bigint
        from sides group by institution, programme
        union all
        {TieOut.WrongBatch}
        order by 1
        """;

    /// <summary>Identities of control accounts over the whole province.</summary>
    internal static readonly (string Name, string Sql)[] ProvinceIdentities =
        [("payable-ledger", Payable), ("returned-ledger", Returned)];
}
