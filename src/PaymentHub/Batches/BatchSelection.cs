using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Storage;

namespace PaymentHub.Batches;

/// <summary>
/// The batches that one act covers: named ones, or all of a period, limited to communes and institutions. Names that
/// the user's scope does not cover are left out, as if they did not exist.
/// </summary>
public sealed record BatchSelection(
    string Period, string[]? Communes = null, string[]? Institutions = null, Guid[]? BatchIds = null)
{
    /// <summary>The selected batches in the order of their codes, with their current status.</summary>
    public Task<List<SelectedBatch>> ResolveAsync(
        NpgsqlConnection connection, CurrentUser user, string permission, YearMonth period,
        CancellationToken cancellation) =>
        QueryAsync(connection, user, permission, period, this, cancellation);

    /// <summary>One batch by its id, or null where there is none in the user's scope.</summary>
    public static async Task<SelectedBatch?> OneAsync(
        NpgsqlConnection connection, CurrentUser user, string permission, Guid batchId, CancellationToken cancellation)
    {
        var found = await QueryAsync(
            connection, user, permission, null, new BatchSelection("", BatchIds: [batchId]), cancellation);
        return found.SingleOrDefault();
    }

    private static async Task<List<SelectedBatch>> QueryAsync(
        NpgsqlConnection connection, CurrentUser user, string permission, YearMonth? period, BatchSelection selection,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select b.batch_id, b.commune, b.programme, b.institution, b.source, s.status, s.amount, s.count
            from hub.batch b
            join lateral (select status, amount, count from hub.batch_step s where s.batch_id = b.batch_id
                          order by version desc limit 1) s on true
            where ($1::date is null or b.period = $1) and ($2::text[] is null or b.commune = any($2))
              and ($3::text[] is null or b.institution = any($3)) and ($4::uuid[] is null or b.batch_id = any($4))
              and ($5::text[] is null or b.commune = any($5)) and ($6::text[] is null or b.institution = any($6))
            order by b.code
            """, connection);
        command.Parameters.Add(Parameter.Of(period));
        command.Parameters.Add(Parameter.Of(selection.Communes));
        command.Parameters.Add(Parameter.Of(selection.Institutions));
        command.Parameters.Add(Parameter.Of(selection.BatchIds));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(permission)));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(permission)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<SelectedBatch>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new SelectedBatch(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetString(5), new Money(reader.GetInt64(6)), reader.GetInt32(7)));
        }

        return found;
    }
}

/// <summary>One selected batch.</summary>
public sealed record SelectedBatch(
    Guid Id, string Commune, string Programme, string Institution, string Source, string Status, Money Amount,
    int Payments);

/// <summary>What an act on several batches did.</summary>
public sealed record BatchActResult(IReadOnlyList<Guid> Acted, IReadOnlyList<RefusedBatch> Refused)
{
    /// <summary>Batches on which this person had already done the same; nothing was done again.</summary>
    public IReadOnlyList<Guid> Unchanged { get; init; } = [];

    /// <summary>Message ids of the files that the act ordered (release only).</summary>
    public IReadOnlyList<string> MessageIds { get; init; } = [];
}

/// <summary>A batch that refused, in the words of the refusal.</summary>
public sealed record RefusedBatch(Guid BatchId, string Code, string Detail, string DetailEn)
{
    public static RefusedBatch Of(Guid batch, Refusal refusal) =>
        new(batch, refusal.Code, refusal.Vietnamese, refusal.English);
}
