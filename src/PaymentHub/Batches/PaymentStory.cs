using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Batches;

/// <summary>
/// Where a payment goes, masked: the last four characters of the account, the last word of the names.
/// </summary>
public sealed record StoryPayout(
    string Method, string? BankBin, string? Account, string? HolderName, string Relation, string PayeeName);

/// <summary>
/// One benefit inside the payment and why it has this amount, in sentences. The group stays out: it may tell of health.
/// </summary>
public sealed record StoryLine(
    string Dossier, string Kind, string FirstMonth, string LastMonth, long Amount, IReadOnlyList<string> WhyVi,
    IReadOnlyList<string> WhyEn);

/// <summary>
/// A step of the payment's batch: Placed, Submitted, Signed, Approved or Released, the last with the file's message id.
/// </summary>
public sealed record StoryStep(string Status, string ByUser, string? MessageId, Instant At);

/// <summary>A hold set or released.</summary>
public sealed record StoryHold(bool Held, string Reason, string ByUser, Instant At);

/// <summary>A step of the payment; the amount is null where it concerns the whole payment.</summary>
public sealed record StoryOutcome(
    string Status, long? Amount, string? Code, Guid? FileId, int? Entry, LocalDate? ValueDate, Instant At);

/// <summary>
/// A bank entry, or a share of one, that is matched with the payment: by a rule, or by a person (<c>Person</c>).
/// </summary>
public sealed record StoryMatch(
    Guid FileId, int Entry, string Kind, string Rule, long Amount, Instant At, string BankReference,
    LocalDate ValueDate, string FileName);

/// <summary>
/// A link to the payment that takes this one's place (Replacement) or whose place it takes (Original).
/// </summary>
public sealed record StoryReissue(string Role, string EndToEndId, Guid BatchId, int No, Instant At);

/// <summary>The money of a failed payment went back to the funds of its sources.</summary>
public sealed record StoryWriteBack(string Reason, string ByUser, Instant At);

/// <summary>
/// What the bank's reason for the failure asks: action, whether it may be made again, what becomes of later payments,
/// who acts, and whether the person is spoken to.
/// </summary>
public sealed record StoryRemedy(
    string Code, string Action, string Retry, string FuturePayments, string WhoActs, string Contact);

/// <summary>The life of one payment, each part in the order in which it happened.</summary>
public sealed record Story(
    PaymentItem Payment, StoryPayout Payout, IReadOnlyList<StoryLine> Lines, IReadOnlyList<StoryStep> Steps,
    IReadOnlyList<StoryHold> Holds, IReadOnlyList<StoryOutcome> Outcomes, IReadOnlyList<StoryMatch> Matches,
    IReadOnlyList<StoryReissue> Reissues, StoryWriteBack? WriteBack, StoryRemedy? Remedy);

/// <summary>Reads the facts that make up the story of one payment.</summary>
public static class PaymentStory
{
    /// <summary>The story of the payment inside the user's scope, or null.</summary>
    public static async Task<Story?> FindAsync(
        NpgsqlDataSource source, RateBook book, ReasonRules reasons, CurrentUser user, string endToEndId,
        CancellationToken cancellation)
    {
        if (await ReadPayments.FindAsync(source, user, endToEndId, cancellation) is not { } payment) return null;
        return new Story(
            payment, (await PayoutAsync(source, payment, cancellation)).Single(),
            await LinesAsync(source, payment, book, cancellation), await StepsAsync(source, payment, cancellation),
            await HoldsAsync(source, payment, cancellation), await OutcomesAsync(source, payment, cancellation),
            await MatchesAsync(source, payment, cancellation), await ReissuesAsync(source, payment, cancellation),
            (await WriteBacksAsync(source, payment, cancellation)).SingleOrDefault(), RemedyOf(payment, reasons));
    }

    private static StoryRemedy? RemedyOf(PaymentItem payment, ReasonRules reasons)
    {
        if (payment.Status is not ("Rejected" or "Returned" or "Cancelled" or "Unknown")) return null;
        if (payment.Code is not { Length: > 0 } code) return null;
        var rule = reasons.Of(code);
        return new StoryRemedy(
            code, $"{rule.Action}", $"{rule.Retry}", $"{rule.Future}", rule.WhoActs, rule.Contact);
    }

    private static Task<List<StoryPayout>> PayoutAsync(
        NpgsqlDataSource source, PaymentItem payment, CancellationToken cancellation) => ReadAsync(
        source, payment, $"""
            select method, bank_bin, '****' || right(account, 4), '*** ' || substring(holder_name from '\S+$'),
                   relation, coalesce('*** ' || substring(payee_name from '\S+$'), '***')
            from hub.payment where batch_id = $1 and no = $2
            """,
        r => new StoryPayout(
            r.GetString(0), TextOf(r, 1), TextOf(r, 2), TextOf(r, 3), r.GetString(4), r.GetString(5)), cancellation);

    private static Task<List<StoryStep>> StepsAsync(
        NpgsqlDataSource source, PaymentItem payment, CancellationToken cancellation) => ReadAsync(
        source, payment, """
            select status, by_user, message_id, at from hub.batch_step
            where batch_id = $1 and $2 is not null order by version
            """,
        r => new StoryStep(r.GetString(0), r.GetString(1), TextOf(r, 2), r.GetFieldValue<Instant>(3)), cancellation);

    private static Task<List<StoryLine>> LinesAsync(
        NpgsqlDataSource source, PaymentItem payment, RateBook book, CancellationToken cancellation) => ReadAsync(
        source, payment, """
            select dossier, kind, first_month, last_month, amount, why from hub.payment_line
            where batch_id = $1 and no = $2 order by dossier, first_month, version, item
            """,
        r => new StoryLine(
            r.GetString(0), r.GetString(1), MonthOf(r, 2), MonthOf(r, 3), r.GetInt64(4),
            DueText.Explain(r.GetString(5), book, ExplanationLanguage.Vietnamese, showGroup: false),
            DueText.Explain(r.GetString(5), book, ExplanationLanguage.English, showGroup: false)), cancellation);

    private static Task<List<StoryHold>> HoldsAsync(
        NpgsqlDataSource source, PaymentItem payment, CancellationToken cancellation) => ReadAsync(
        source, payment, """
            select held, reason, by_user, at from hub.payment_hold where batch_id = $1 and no = $2 order by version
            """,
        r => new StoryHold(r.GetBoolean(0), r.GetString(1), r.GetString(2), r.GetFieldValue<Instant>(3)), cancellation);

    private static Task<List<StoryOutcome>> OutcomesAsync(
        NpgsqlDataSource source, PaymentItem payment, CancellationToken cancellation) => ReadAsync(
        source, payment, """
            select status, nullif(amount, 0), code, file_id, entry, value_date, at from hub.payment_outcome
            where batch_id = $1 and no = $2 order by version, item
            """,
        r => new StoryOutcome(
            r.GetString(0), ValueOf<long>(r, 1), TextOf(r, 2), ValueOf<Guid>(r, 3), ValueOf<int>(r, 4),
            ValueOf<LocalDate>(r, 5), r.GetFieldValue<Instant>(6)), cancellation);

    private static Task<List<StoryMatch>> MatchesAsync(
        NpgsqlDataSource source, PaymentItem payment, CancellationToken cancellation) => ReadAsync(
        source, payment, $"""
            select m.file_id, m.entry, m.kind, m.rule, m.amount, m.at, m.bank_reference, m.value_date, f.file_name
            from hub.entry_match m
            join hub.bank_file_step f on f.file_id = m.file_id and f.status = 'Received'
            where m.batch_id = $1 and m.no = $2 and not exists (
                select from hub.match_undone u where u.file_id = m.file_id and u.entry = m.entry and u.kind = m.kind
                    and u.batch_id = m.batch_id and u.no = m.no)
            union all
            select k.file_id, k.entry, x.kind,
                   case when x.by_user = '{Reconsidering.ByUser}' then x.reason else 'Person' end,
                   x.amount, x.at, k.bank_reference, k.value_date, f.file_name
            from hub.break_part x join hub.entry_break k on k.break_id = x.break_id
            join hub.bank_file_step f on f.file_id = k.file_id and f.status = 'Received'
            where x.batch_id = $1 and x.no = $2 and x.amount > 0 and not exists (
                select from hub.break_part y where y.break_id = x.break_id and y.version > x.version and y.amount < 0)
            order by 6, 1, 2
            """,
        r => new StoryMatch(
            r.GetGuid(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetFieldValue<Instant>(5),
            r.GetString(6), r.GetFieldValue<LocalDate>(7), r.GetString(8)), cancellation);

    private static Task<List<StoryReissue>> ReissuesAsync(
        NpgsqlDataSource source, PaymentItem payment, CancellationToken cancellation) => ReadAsync(
        source, payment, """
            select 'Replacement', p.end_to_end_id, p.batch_id, p.no, r.at from hub.payment_reissue r
            join hub.payment p on p.batch_id = r.new_batch_id and p.no = r.new_no
            where r.batch_id = $1 and r.no = $2
            union all
            select 'Original', p.end_to_end_id, p.batch_id, p.no, r.at from hub.payment_reissue r
            join hub.payment p on p.batch_id = r.batch_id and p.no = r.no
            where r.new_batch_id = $1 and r.new_no = $2
            """,
        r => new StoryReissue(
            r.GetString(0), r.GetString(1), r.GetGuid(2), r.GetInt32(3), r.GetFieldValue<Instant>(4)), cancellation);

    private static Task<List<StoryWriteBack>> WriteBacksAsync(
        NpgsqlDataSource source, PaymentItem payment, CancellationToken cancellation) => ReadAsync(
        source, payment, "select reason, by_user, at from hub.payment_write_back where batch_id = $1 and no = $2",
        r => new StoryWriteBack(r.GetString(0), r.GetString(1), r.GetFieldValue<Instant>(2)), cancellation);

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlDataSource source, PaymentItem payment, string query, Func<NpgsqlDataReader, T> row,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(query);
        command.Parameters.Add(Parameter.Of(payment.BatchId));
        command.Parameters.Add(Parameter.Of(payment.No));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(row(reader));
        return rows;
    }

    private static string? TextOf(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static T? ValueOf<T>(NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    private static string MonthOf(NpgsqlDataReader reader, int column) =>
        PeriodIso.Format(reader.GetFieldValue<LocalDate>(column).ToYearMonth());
}
