using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange;

/// <summary>What the store says against a file, and the earlier file whose identity it repeats.</summary>
internal readonly record struct StoreObjections(string[] Codes, Guid? Against);

/// <summary>
/// What only the store can say of a file: is the account ours, was it told before, does it follow the last one.
/// </summary>
public static class StatementChain
{
    /// <summary>The same statement was told before with other content.</summary>
    public const string Conflict = HeldFile.Conflict;

    /// <summary>A message that is no statement carries an id that the sender has used before.</summary>
    public const string MessageConflict = "MESSAGE_CONFLICT";
    public const string UnknownAccount = "UNKNOWN_ACCOUNT";
    public const string SequenceGap = "SEQUENCE_GAP";
    public const string OpeningGap = "OPENING_GAP";
    public const string DayGap = "DAY_GAP";
    public const string OutOfOrder = "OUT_OF_ORDER";
    public const string FutureDate = "FUTURE_DATE";

    /// <summary>A statement has no balance at all.</summary>
    public const string NoBalance = "NO_BALANCE";

    /// <summary>An answer counts other payments than the file that it answers has.</summary>
    public const string OriginalMismatch = "ORIGINAL_MISMATCH";

    internal static async Task<StoreObjections> ObjectionsAsync(
        IDocumentSession session, Institution sender, ReadBankFile read, Continuity continuity, Instant now,
        CancellationToken cancellation)
    {
        var tomorrow = now.InZone(HubClock.Zone).Date.PlusDays(1);
        var found = ObjectionsToDays(sender, read, tomorrow);
        Guid? against = null;
        if (read.Format is not (BankFileFormat.Statement or BankFileFormat.CashReport))
        {
            against = await FileIdentity.MessageAsync(session, sender.Code, read.Reading, cancellation);
            if (against is not null) found.Add(MessageConflict);
        }

        if (await AnswersOtherCountsAsync(session, sender.Code, read, cancellation)) found.Add(OriginalMismatch);
        var here = new List<StatementFacts>();
        foreach (var statement in read.Statements)
        {
            if (statement.Account != sender.Account)
            {
                found.Add(UnknownAccount);
                continue;
            }

            if (statement.To > tomorrow) found.Add(FutureDate);
            var (isTold, earlier) = await ToldAsync(session, here, statement, cancellation);
            against ??= earlier;
            if (isTold) found.Add(Conflict);
            else if ((here.LastOrDefault() ?? await LastAsync(session, statement.Account, cancellation)) is { } last
                && continuity.Objection(last, statement) is { } gap) found.Add(gap);
            here.Add(statement);
        }

        return new StoreObjections([.. found.Distinct()], against);
    }

    private static List<string> ObjectionsToDays(Institution sender, ReadBankFile read, LocalDate tomorrow)
    {
        var found = new List<string>();
        if (read.LacksBalances) found.Add(NoBalance);
        if (read.Format == BankFileFormat.CashReport) return found;
        if (read.Days.Any(d => d.Account != sender.Account)) found.Add(UnknownAccount);
        if (read.Days.Any(d => d.Day > tomorrow)) found.Add(FutureDate);
        return found;
    }

    // A bank that counts other payments than we sent has read another file than ours, or not all of it.
    private static async Task<bool> AnswersOtherCountsAsync(
        IDocumentSession session, string institution, ReadBankFile read, CancellationToken cancellation)
    {
        var counted = read.Answers.Where(a => a is { OriginalMessageId: not null, Declared.Count: not null })
            .ToLookup(a => a.OriginalMessageId!, a => a.Declared.Count!.Value);
        if (counted.Count == 0) return false;
        await using var command = new NpgsqlCommand("""
            select message_id, count from hub.instruction_file
            where institution = $1 and message_id = any($2) and kind in ('CreditTransfers', 'PayList')
            """);
        command.Parameters.Add(Parameter.Of(institution));
        command.Parameters.Add(Parameter.Of([.. counted.Select(c => c.Key)]));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var differs = false;
        while (await reader.ReadAsync(cancellation))
            differs |= counted[reader.GetString(0)].Any(c => c != reader.GetInt32(1));
        return differs;
    }

    /// <summary>
    /// The posted file whose place this one may take: it tells all statements of that one again, in their order and
    /// from the same opening balance, and perhaps further ones that follow; nothing later rests on the last closing
    /// balance, or that stays what it was. Null where there is none.
    /// </summary>
    internal static async Task<Guid?> ReplacesAsync(
        IDocumentSession session, ReadBankFile read, Guid against, CancellationToken cancellation)
    {
        var now = read.Statements;
        if (now.Length == 0 || !IsChain(now)) return null;
        var account = now[0].Account;
        var before = await PostedAsync(session, against, account, cancellation);
        if (before.Count == 0 || before.Count > now.Length || before[0].Opening != now[0].Opening
            || !before.Zip(now).All(pair => IsSame(pair.First, pair.Second))) return null;
        var isLast = await LastAsync(session, account, cancellation) is { } last && IsSame(last, before[^1]);
        if (now.Length == before.Count) return isLast || before[^1].Closing == now[^1].Closing ? against : null;
        var further = new List<StatementFacts>();
        foreach (var statement in now.Skip(before.Count))
        {
            if ((await ToldAsync(session, further, statement, cancellation)).IsTold) return null;
            further.Add(statement);
        }

        return isLast ? against : null;
    }

    private static bool IsChain(StatementFacts[] statements) => statements.Skip(1).Zip(statements)
        .All(pair => pair.First.Account == pair.Second.Account && pair.First.Opening == pair.Second.Closing);

    private static async Task<List<StatementFacts>> PostedAsync(
        IDocumentSession session, Guid file, string account, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            {Facts} s where file_id = $1 and account = $2 and exists (
                select from hub.bank_file_step r where r.file_id = s.file_id and r.status = 'Reconciled')
            order by item
            """);
        command.Parameters.Add(Parameter.Of(file));
        command.Parameters.Add(Parameter.Of(account));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<StatementFacts>();
        while (await reader.ReadAsync(cancellation)) found.Add(FactsOf(account, reader));
        return found;
    }

    private static bool IsSame(StatementFacts a, StatementFacts b) =>
        a.StatementId == b.StatementId && (a.Sequence is null || b.Sequence is null || a.Sequence == b.Sequence)
        && (a.To is null || b.To is null || Continuity.IsSameYear(a, b));

    // Told in this very file, or by an earlier one.
    private static async Task<(bool IsTold, Guid? By)> ToldAsync(
        IDocumentSession session, List<StatementFacts> here, StatementFacts statement, CancellationToken cancellation)
    {
        if (here.Exists(h => IsSame(h, statement))) return (true, null);
        await using var command = new NpgsqlCommand($"""
            {Facts} where account = $1 and statement_id = $2 order by at desc, item desc
            """);
        command.Parameters.Add(Parameter.Of(statement.Account));
        command.Parameters.Add(Parameter.Of(statement.StatementId));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
            if (IsSame(FactsOf(statement.Account, reader), statement)) return (true, reader.GetGuid(5));
        return (false, null);
    }

    // The last day's statement; of several of a day the highest number, or the last to come where they have none.
    private static async Task<StatementFacts?> LastAsync(
        IDocumentSession session, string account, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            {Facts} s where account = $1
            order by to_date desc nulls last,
                case when (select l.sequence from hub.statement l where l.account = $1
                           order by l.to_date desc nulls last, l.at desc, l.item desc limit 1) is not null
                     then sequence end desc nulls last, at desc, item desc limit 1
            """);
        command.Parameters.Add(Parameter.Of(account));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) ? FactsOf(account, reader) : null;
    }

    private const string Facts = "select statement_id, sequence, opening, closing, to_date, file_id from hub.statement";

    private static StatementFacts FactsOf(string account, NpgsqlDataReader r) => new(
        account, r.GetString(0), r.IsDBNull(1) ? null : r.GetInt64(1), null,
        r.IsDBNull(4) ? null : r.GetFieldValue<LocalDate>(4), new Money(r.GetInt64(2)), new Money(r.GetInt64(3)));
}
