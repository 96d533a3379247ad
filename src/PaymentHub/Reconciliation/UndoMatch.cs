using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Ledger;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The match to take back: the entry's number in the file, from 0, and the payment where the entry paid several; why.
/// </summary>
public sealed record MatchToTakeBack(int Entry, string? EndToEndId, string? Reason);

/// <summary>Takes a match of a bank entry back (hủy khớp): its money is unexplained again.</summary>
public sealed class UndoMatch : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bank-files/{fileId:guid}/matches/undo", HandleAsync).RequirePermission(Permissions.BreaksResolve)
            .WithTags("Reconciliation").Answers("UndoMatch", StatusCodes.Status204NoContent);

    /// <summary>Takes a match back; its postings are reversed and the pair is not proposed again.</summary>
    /// <remarks>Hủy một khớp sai; bút toán được đảo và cặp này không được đề xuất lại.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid fileId, MatchToTakeBack body, ActOnMatch act, CancellationToken cancellation) =>
        await act.UndoAsync(fileId, body, cancellation) switch
        {
            null => Results.NoContent(),
            BreakUnknown => Problems.NotFound("tệp này", "such file"),
            { } refusal => Problems.Of(refusal),
        };
}

/// <summary>Takes matches back, for the API and for the pages.</summary>
public sealed class ActOnMatch(
    CurrentUser user, ActOnBreak breaks, IDocumentStore store, FactTables tables, ReferenceData reference,
    IClock clock)
{
    /// <returns>Why it was refused, or null.</returns>
    public async Task<Refusal?> UndoAsync(Guid fileId, MatchToTakeBack asked, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var institution = await SenderAsync(session, fileId, cancellation);
        if (institution is null || !breaks.May(Permissions.BreaksResolve, institution)) return new BreakUnknown();
        if (!await ActOnBreak.LockAsync(session, institution, cancellation)) return new BreakBusy();
        await PaymentStates.LockAsync(session, [fileId], cancellation);
        var found = await FindAsync(session, reference, fileId, institution, asked, cancellation);
        var facts = await ExplanationFactRows.LoadAsync(
            session, institution, reference.Institutions[institution].IsPost,
            found?.EndToEndId is { } id ? [id] : [], new Dictionary<Guid, EntryBreak>(), reference, cancellation);
        var now = clock.GetCurrentInstant();
        var result = MatchDecisions.Undo(found, facts.Payments, asked.Reason, user.UserName, now);
        if (result.Refusal is { } refusal) return refusal;
        result = result.In(await Books.HoldAsync(session, now, cancellation));
        var copy = new EventCopy(tables, session.CorrelationId, session.CausationId);
        // The stream of a month's statement is long, and it is locked: nothing of it is needed but its end.
        session.Events.Append(fileId, result.ForBreak);
        await new BreakStreams(session, copy, user.UserName, now).AppendMoneyAsync(institution, result, cancellation);
        copy.JoinTo(session);
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    private static async Task<string?> SenderAsync(
        IDocumentSession session, Guid fileId, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "select institution from hub.bank_file_step where file_id = $1 and status = 'Received'");
        command.Parameters.Add(Parameter.Of(fileId));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetString(0) : null;
    }

    // The match that stands: one for each share, less those that were taken back. Several without a name are none.
    internal static async Task<MatchToUndo?> FindAsync(
        IDocumentSession session, ReferenceData reference, Guid fileId, string institution, MatchToTakeBack asked,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Query);
        command.Parameters.Add(Parameter.Of(fileId));
        command.Parameters.Add(Parameter.Of(asked.Entry));
        command.Parameters.Add(Parameter.Of(
            string.IsNullOrWhiteSpace(asked.EndToEndId) ? null : asked.EndToEndId.Trim().ToUpperInvariant()));
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<MatchToUndo>();
        while (await r.ReadAsync(cancellation))
        {
            var match = new EntryMatch(
                asked.Entry, Enum.Parse<MatchKind>(r.GetString(0)), Enum.Parse<MatchRule>(r.GetString(1)),
                new Money(r.GetInt64(2)), r.IsDBNull(3) ? null : r.GetGuid(3), r.IsDBNull(4) ? null : r.GetInt32(4),
                r.GetString(5), await r.GetFieldValueAsync<LocalDate>(6, cancellation));
            var own = reference.Institutions[institution];
            var from = new EntrySource(fileId, institution, own.IsPost ? institution : own.Account, own.IsPost);
            found.Add(new MatchToUndo(match, from, TextOf(r, 7), TextOf(r, 8), TextOf(r, 9), TextOf(r, 10)));
        }

        return found.Count == 1 ? found[0] : null;
    }

    private static string? TextOf(System.Data.Common.DbDataReader r, int column) =>
        r.IsDBNull(column) ? null : r.GetString(column);

    private const string Query = """
        select m.kind, m.rule, m.amount, m.batch_id, m.no, m.bank_reference, m.value_date, p.end_to_end_id, p.account,
               a.counterpart, case when a.counterpart is not null then a.reference end
        from hub.entry_match m
        left join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
        left join hub.account_movement a on a.file_id = m.file_id and a.entry = m.entry and a.kind = m.kind
            and a.amount = m.amount
        where m.file_id = $1 and m.entry = $2 and ($3::text is null or p.end_to_end_id = $3)
          and not exists (select from hub.match_undone u where u.file_id = m.file_id and u.entry = m.entry
                          and u.kind = m.kind and u.batch_id is not distinct from m.batch_id
                          and u.no is not distinct from m.no)
        """;
}
