using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reconciliation;

/// <summary>A match that a rule made, drawn for a check, and what was said of it: null while nobody looked.</summary>
public sealed record SampledMatch(
    Guid FileId, int EntryNo, string Institution, string Kind, string Rule, long Amount, LocalDate ValueDate,
    string BankReference, string? EndToEndId, long? PaymentAmount, bool? IsRight, string? Note, string? ByUser);

/// <summary>
/// The measured precision of automatic matches, per mille: what was found right of what was checked, and the lower
/// bound of its 95 % interval (Wilson 1927). Null while nothing was checked.
/// </summary>
public sealed record MeasuredPrecision(long Matches, long Checked, long Right, int? PerMille, int? AtLeastPerMille);

/// <summary>The sample of a month and what it measures.</summary>
public sealed record MatchSample(string Period, MeasuredPrecision Measured, IReadOnlyList<SampledMatch> Items);

/// <summary>A judgement: the match by its file, entry and payment; a wrong one needs a note.</summary>
public sealed record MatchJudgement(
    string? Period, Guid FileId, int Entry, string? EndToEndId, bool IsRight, string? Note);

/// <summary>
/// Samples of automatic matches are looked at by people (kiểm tra mẫu), so that their precision is measured and not
/// believed. The draw follows from the matches alone: everybody sees the same ones.
/// </summary>
public sealed class CheckMatches(CurrentUser user, NpgsqlDataSource source, IDocumentStore store, IClock clock)
    : IUseCase
{
    /// <summary>Matches drawn for a month.</summary>
    public const int SampleSize = 50;

    private const double Z = 1.959964;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/match-checks/{period}", ReadAsync).RequirePermission(Permissions.BreaksView)
            .WithTags("Reconciliation").Answers<MatchSample>("GetMatchSample");
        api.MapPost("/match-checks", JudgeAsync).RequirePermission(Permissions.BreaksConfirm)
            .WithTags("Reconciliation").Answers("CheckMatch", StatusCodes.Status204NoContent);
    }

    /// <summary>The month's sample of automatic matches, what was said of them, and the measured precision.</summary>
    /// <remarks>Mẫu khớp tự động của tháng và độ chính xác đo được.</remarks>
    public static async Task<IResult> ReadAsync(string period, CheckMatches check, CancellationToken cancellation) =>
        PeriodIso.TryParse(period, out var month)
            ? Results.Ok(await check.SampleAsync(month, cancellation))
            : PeriodProblem.Result;

    /// <summary>Says whether a sampled match is right; each is judged once.</summary>
    /// <remarks>Ghi kết quả kiểm tra một khớp trong mẫu.</remarks>
    public static async Task<IResult> JudgeAsync(
        MatchJudgement body, CheckMatches check, CancellationToken cancellation) =>
        PeriodIso.TryParse(body.Period, out var month)
            ? await check.RunAsync(month, body, cancellation) is { } refusal
                ? Problems.Of(refusal)
                : Results.NoContent()
            : PeriodProblem.Result;

    /// <summary>The sample in the user's scope and the precision over the whole province's sample.</summary>
    public async Task<MatchSample> SampleAsync(YearMonth period, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.BreaksView)));
        command.Parameters.Add(Parameter.Of(SampleSize));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<SampledMatch>();
        while (await r.ReadAsync(cancellation)) items.Add(ItemOf(r));
        return new MatchSample(PeriodIso.Format(period), await MeasuredAsync(period, cancellation), items);
    }

    /// <returns>Why it was refused, or null.</returns>
    public async Task<Refusal?> RunAsync(YearMonth period, MatchJudgement said, CancellationToken cancellation)
    {
        var id = said.EndToEndId?.Trim().ToUpperInvariant();
        var sample = await SampleAsync(period, cancellation);
        var found = sample.Items.FirstOrDefault(
            i => i.FileId == said.FileId && i.EntryNo == said.Entry && i.EndToEndId == id);
        if (found is null) return new SampledMatchUnknown();
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var stream = await session.Events.FetchForWriting<MatchChecks>(MatchChecks.IdOf(period), cancellation);
        var place = await PlaceAsync(id, cancellation);
        var decision = MatchCheckDecisions.Check(stream.Aggregate, new MatchChecked(
            clock.GetCurrentInstant(), user.UserName, period, said.FileId, said.Entry, place?.Batch, place?.No,
            Enum.Parse<MatchRule>(found.Rule), said.IsRight,
            string.IsNullOrWhiteSpace(said.Note) ? null : said.Note.Trim()));
        if (decision.Refusal is { } refusal) return refusal;
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    /// <summary>Wilson's interval of right ones among the checked ones.</summary>
    public static MeasuredPrecision Measure(long matches, long done, long right)
    {
        if (done == 0) return new MeasuredPrecision(matches, 0, 0, null, null);
        var (n, p) = ((double)done, (double)right / done);
        var spread = Z * Math.Sqrt(((p * (1 - p)) + (Z * Z / (4 * n))) / n);
        var low = (p + (Z * Z / (2 * n)) - spread) / (1 + (Z * Z / n));
        return new MeasuredPrecision(
            matches, done, right, (int)Math.Round(p * 1_000), (int)Math.Floor(Math.Max(0, low) * 1_000));
    }

    private async Task<MeasuredPrecision> MeasuredAsync(YearMonth period, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select (select count(*) from hub.entry_match m where m.value_date >= $1
                        and m.value_date < $1::date + interval '1 month'),
                   count(*), count(*) filter (where is_right) from hub.match_check where period = $1
            """);
        command.Parameters.Add(Parameter.Of((YearMonth?)period));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return Measure(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2));
    }

    private async Task<PaymentRef?> PlaceAsync(string? endToEndId, CancellationToken cancellation)
    {
        if (endToEndId is null) return null;
        await using var command = source.CreateCommand("select batch_id, no from hub.payment where end_to_end_id = $1");
        command.Parameters.Add(Parameter.Of(endToEndId));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? new PaymentRef(r.GetGuid(0), r.GetInt32(1)) : null;
    }

    private static SampledMatch ItemOf(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5),
        r.GetFieldValue<LocalDate>(6), r.GetString(7), r.IsDBNull(8) ? null : r.GetString(8),
        r.IsDBNull(9) ? null : r.GetInt64(9), r.IsDBNull(10) ? null : r.GetBoolean(10),
        r.IsDBNull(11) ? null : r.GetString(11), r.IsDBNull(12) ? null : r.GetString(12));

    // Drawn over the whole province first, by a hash of the match's place, and shown as far as the scope reaches.
    private const string Query = """
        with drawn as (
            select m.* from hub.entry_match m
            where m.value_date >= $1 and m.value_date < $1::date + interval '1 month'
              and not exists (select from hub.match_undone u where u.file_id = m.file_id and u.entry = m.entry
                              and u.kind = m.kind and u.batch_id is not distinct from m.batch_id
                              and u.no is not distinct from m.no)
            order by md5(m.file_id::text || '/' || m.entry || '/' || coalesce(m.batch_id::text, '') || '/'
                         || coalesce(m.no, -1)), m.file_id, m.entry limit $4
        )
        select d.file_id, d.entry, f.institution, d.kind, d.rule, d.amount, d.value_date, d.bank_reference,
               p.end_to_end_id, p.amount, c.is_right, c.note, c.by_user
        from drawn d
        join hub.bank_file_step f on f.file_id = d.file_id and f.status = 'Received'
        left join hub.payment p on p.batch_id = d.batch_id and p.no = d.no
        left join hub.batch b on b.batch_id = d.batch_id
        left join hub.match_check c on c.period = $1 and c.file_id = d.file_id and c.entry = d.entry
            and c.batch_id is not distinct from d.batch_id and c.no is not distinct from d.no
        where ($2::text[] is null or f.institution = any($2)) and ($3::text[] is null or b.commune = any($3))
        order by c.is_right nulls first, f.institution, d.value_date, d.bank_reference, p.end_to_end_id
        """;
}
