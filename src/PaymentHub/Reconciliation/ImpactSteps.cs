using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The steps of an impact, institution by institution in the order in which its files were posted: a posting, or the
/// moment at which breaks of a file were judged again and found their payments. What an earlier change of rules took
/// back and made again belongs to the posting: the entry is judged as a whole.
/// </summary>
internal static class ImpactSteps
{
    private static readonly string Steps = $"""
        with steps as (
            select r.institution, s.at, s.file_id, false as later
            from hub.bank_file_step s
            join hub.bank_file_step r on r.file_id = s.file_id and r.status = 'Received'
            where s.status = 'Reconciled' and s.at >= $1 and r.format in ('Statement', 'Notification', 'CashReport')
            union
            select r.institution, s.at, k.file_id, true
            from hub.break_step s
            join hub.entry_break k on k.break_id = s.break_id
            join hub.bank_file_step r on r.file_id = k.file_id and r.status = 'Received'
            where k.kind <> 'MatchUndone' and s.step = 'Resolved' and s.by_user = '{Reconsidering.ByUser}'
              and s.at >= $1
              and not exists (
                select from hub.break_step o
                where o.break_id = s.break_id and o.version > s.version and o.status is not null)
        )
        """;

    public static async Task<int> CountAsync(IDocumentSession session, LocalDate from, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"{Steps} select count(*)::int from steps");
        command.Parameters.Add(Parameter.Of(StartOf(from)));
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        await r.ReadAsync(cancellation);
        return r.GetInt32(0);
    }

    /// <summary>The step behind the last one, or null.</summary>
    public static async Task<ImpactPlace?> NextAsync(
        IDocumentSession session, MatchImpact impact, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            {Steps}
            select institution, at, file_id, later from steps
            where at < $6 and ($2::text is null
                or (institution collate "C", at, file_id, later) > ($2 collate "C", $3, $4, $5))
            order by institution collate "C", at, file_id, later limit 1
            """);
        var last = impact.Last;
        command.Parameters.Add(Parameter.Of(StartOf(impact.Ordered.From)));
        command.Parameters.Add(Parameter.Of(last?.Institution));
        command.Parameters.Add(Parameter.Of(last?.Posted ?? Instant.MinValue));
        command.Parameters.Add(Parameter.Of(last?.FileId ?? Guid.Empty));
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = last?.IsLater ?? false });
        // Files that come while the work goes on are of the next one.
        command.Parameters.Add(Parameter.Of(impact.Ordered.At));
        await using var r = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        return await r.ReadAsync(cancellation)
            ? new ImpactPlace(r.GetString(0), r.GetFieldValue<Instant>(1), r.GetGuid(2), r.GetBoolean(3))
            : null;
    }

    private static Instant StartOf(LocalDate from) => from.AtStartOfDayInZone(HubClock.Zone).ToInstant();
}
