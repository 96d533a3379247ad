using Marten;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>A difference that is to be applied: its match taken back, or made.</summary>
internal sealed record ImpactTask(
    int No, string Institution, Guid FileId, int Entry, Money Amount, bool IsReturn, bool IsToMake, string? BeforeOrder,
    Guid? BeforeBreak, PaymentRef? After, string? AfterOrder, MatchRule? AfterRule);

/// <summary>What is left to apply of a preview, in an order that its rows alone decide.</summary>
internal static class ImpactWork
{
    // A difference whose match could not be taken back is refused as a whole: there is nothing to make then.
    private const string Query = """
        with left_over as (
            select d.*, d.change in ('Lost', 'Changed') and not exists (
                       select from hub.match_difference_step s where s.impact_id = $1 and s.no = d.no) as to_take
            from hub.match_difference d
            where d.impact_id = $1 and not exists (
                select from hub.match_difference_step s
                where s.impact_id = $1 and s.no = d.no
                  and (s.step in ('Made', 'Refused') or d.change = 'Lost'))
        ), next as (select * from left_over order by not to_take, no limit 1)
        select d.no, d.institution, d.file_id, d.entry, d.amount, d.kind, not d.to_take, d.before_order,
               d.before_break, d.after_batch, d.after_no, d.after_order, d.after_rule
        from next n
        join left_over d on d.no = n.no
            or (not n.to_take and d.file_id = n.file_id and d.entry = n.entry and d.change = 'Gained'
                and n.change = 'Gained')
        order by d.no
        """;

    private const string OpenBreak = """
        select k.break_id from hub.entry_break k
        where k.file_id = $1 and k.entry = $2 and k.amount = $3
          and coalesce((select (array_agg(s.status order by s.version desc) filter (where s.status is not null))[1]
                        from hub.break_step s where s.break_id = k.break_id), 'Open') = 'Open'
        order by k.version desc, k.item limit 1
        """;

    /// <summary>The next difference, or all gains of one entry, which are one decision.</summary>
    public static async Task<IReadOnlyList<ImpactTask>> NextAsync(
        IDocumentSession session, Guid impact, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Query);
        command.Parameters.Add(Parameter.Of(impact));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<ImpactTask>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new ImpactTask(
                r.GetInt32(0), r.GetString(1), r.GetGuid(2), r.GetInt32(3), new Money(r.GetInt64(4)),
                r.GetString(5) == nameof(MatchKind.Return), r.GetBoolean(6), Text(r, 7),
                r.IsDBNull(8) ? null : r.GetGuid(8),
                r.IsDBNull(9) ? null : new PaymentRef(r.GetGuid(9), r.GetInt32(10)), Text(r, 11),
                r.IsDBNull(12) ? null : Enum.Parse<MatchRule>(r.GetString(12))));
        }

        return found;
    }

    /// <summary>
    /// The gains of an entry are one decision where one break is about their sum, else each is its own.
    /// </summary>
    public static async Task<IReadOnlyList<ImpactTask>> TogetherAsync(
        IDocumentSession session, IReadOnlyList<ImpactTask> tasks, CancellationToken cancellation) =>
        tasks.Count == 1
        || await BreakOfAsync(session, tasks[0], tasks.Sum(t => t.Amount), cancellation) is not null
            ? tasks
            : [tasks[0]];

    /// <summary>The open break of the entry that is about exactly this money, or null.</summary>
    public static async Task<Guid?> BreakOfAsync(
        IDocumentSession session, ImpactTask task, Money amount, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(OpenBreak);
        command.Parameters.Add(Parameter.Of(task.FileId));
        command.Parameters.Add(Parameter.Of(task.Entry));
        command.Parameters.Add(Parameter.Of(amount.Dong));
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        return await r.ReadAsync(cancellation) ? r.GetGuid(0) : null;
    }

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
