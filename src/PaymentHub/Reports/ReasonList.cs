using NodaTime;
using Npgsql;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reports;

/// <summary>
/// Why every line is as it is (bảng giải trình mức hưởng): the stored reasons of a commune's lines, or what one person
/// is owed for a month. Groups reveal health, so a commune's list never names them, and one person's only
/// for a reason that is kept.
/// </summary>
internal sealed class ReasonList(
    NpgsqlDataSource source, ReferenceData reference, ProgrammeNames programmes, RateBooks books)
{
    private static readonly ListColumn[] Columns =
    [
        new("STT", 4), new("Mã hồ sơ", 12), new("Họ và tên", 14), new("Nội dung", 16), new("Các tháng", 10),
        new("Số tiền (đồng)", 10, IsNumber: true), new("Giải trình", 46),
    ];

    private sealed record Line(
        string Dossier, string Name, string Programme, string Kind, YearMonth First, YearMonth Last, long Amount,
        string Code);

    /// <summary>The lines of a commune's list as they were placed.</summary>
    public async Task<OfficialList> MakeAsync(ListAsked asked, Instant madeAt, CancellationToken cancellation)
    {
        var lines = await ReadAsync(asked, cancellation);
        var rows = lines.Select((l, i) => (string[])
        [
            ListWords.Dong(i + 1), l.Dossier, ListWords.Name(l.Name, asked.Full),
            $"{programmes.Vietnamese(l.Programme)}: {PlacedKind(l.Kind)}",
            ListWords.Months(l.First, l.Last), ListWords.Dong(l.Amount), Reason(l.Code, showGroup: false),
        ]);
        var title = $"Kỳ chi trả tháng {ListWords.Month(asked.Month)}";
        return ListOf(
            ListFiles.NameOf("giai-trinh", asked), reference.Communes[asked.Commune], title, [.. rows],
            lines.Sum(l => l.Amount), madeAt, ListFiles.FooterOf(asked));
    }

    /// <summary>What one person is owed for a month as known at an instant, and what is on lists already.</summary>
    public OfficialList Of(
        ExplainedDue due, string dossier, string name, string commune, YearMonth month, bool showGroup)
    {
        var placed = due.Placed.Select(p => (
            p.Dossier, Content: $"Đã lập: {PlacedKind(p.Kind)}", p.FirstMonth, p.LastMonth, p.Amount,
            Text: Reason(p.Code, showGroup)));
        var open = due.Lines.Select(l => (
            l.Dossier, Content: ContentOf(l.Programme, l.Kind), l.FirstMonth, l.LastMonth,
            Amount: l.Kind is "Recovery" or "Netting" ? -l.Amount : l.Amount,
            Text: Reason(l.Code!, showGroup)));
        var all = placed.Concat(open).ToList();
        var rows = all.Select((l, i) => (string[])
        [
            ListWords.Dong(i + 1), l.Dossier, name, l.Content,
            ListWords.Months(PeriodIso.Parse(l.FirstMonth), PeriodIso.Parse(l.LastMonth)), ListWords.Dong(l.Amount),
            l.Text,
        ]);
        return ListOf(
            $"giai-trinh-{PeriodIso.Format(month)}-{dossier}", reference.Communes[commune],
            $"Tháng {ListWords.Month(month)}", [.. rows], all.Sum(l => l.Amount), due.KnownAt,
            $"Hồ sơ {dossier} · theo hiểu biết lúc", due.Displaced.Select(TextOf));
    }

    private static OfficialList ListOf(
        string file, Commune commune, string subtitle, string[][] rows, long sum, Instant madeAt,
        string footer, IEnumerable<string>? notes = null) => new()
        {
            FileName = file,
            Agency = ListWords.AgencyOf(commune),
            Place = ListWords.PlaceOf(commune),
            Title = "BẢNG GIẢI TRÌNH MỨC HƯỞNG",
            Subtitle = [subtitle],
            Columns = Columns,
            Rows = rows,
            Totals = [new ListTotal("TỔNG CỘNG", 5, [ListWords.Dong(sum), ""])],
            Notes = [ListWords.InWords(sum), .. notes ?? []],
            Signatures = ListFiles.TwoSign,
            MadeAt = madeAt,
            Footer = footer,
            IsLandscape = true,
        };

    private static string TextOf(ExplainedSuppression taken) =>
        $"{ListWords.Months(PeriodIso.Parse(taken.FirstMonth), PeriodIso.Parse(taken.LastMonth))}: hồ sơ "
        + $"{taken.Dossier} không chi vì hồ sơ {taken.ByDossier} được hưởng mức cao hơn. Căn cứ: {taken.LegalBasis}.";

    private string ContentOf(string programme, string kind) => $"{programmes.Vietnamese(programme)}: {KindOf(kind)}";

    // A placed line that takes money off rests on a decision; a computed recovery is only found.
    private static string PlacedKind(string kind) => kind == "Recovery" ? KindOf("Netting") : KindOf(kind);

    private static string KindOf(string kind) => kind switch
    {
        "Regular" => "chi trong tháng",
        "Arrears" => "truy lĩnh",
        "OneOff" => "chi một lần",
        "Recovery" => "truy thu",
        _ => "trừ dần",
    };

    private string Reason(string code, bool showGroup) => string.Join(
        " ", DueText.Explain(code, books.Current, ExplanationLanguage.Vietnamese, showGroup));

    private async Task<List<Line>> ReadAsync(ListAsked asked, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select l.dossier, coalesce(who.full_name, ''), b.programme, l.kind, l.first_month, l.last_month, l.amount,
                   l.why
            from hub.batch b join hub.payment_line l on l.batch_id = b.batch_id
            left join lateral (select full_name from hub.beneficiary f where f.person_id = l.person_id
                               order by version desc limit 1) who on true
            where b.period = $1 and b.commune = $2 and ($3::text is null or b.programme = $3) and b.kind <> 'Reissue'
              and not exists (select from hub.payment_outcome o where o.batch_id = l.batch_id and o.no = l.no
                              and o.status in ('Removed', 'Voided'))
            order by b.programme, l.dossier, l.first_month, l.batch_id, l.version, l.item
            """);
        command.Parameters.Add(Parameter.Of((YearMonth?)asked.Month));
        command.Parameters.Add(Parameter.Of(asked.Commune));
        command.Parameters.Add(Parameter.Of(asked.Programme));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var lines = new List<Line>();
        while (await r.ReadAsync(cancellation))
        {
            lines.Add(new Line(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), MonthOf(r, 4), MonthOf(r, 5),
                r.GetInt64(6), r.GetString(7)));
        }

        return lines;
    }

    private static YearMonth MonthOf(NpgsqlDataReader r, int column) =>
        r.GetFieldValue<LocalDate>(column).ToYearMonth();
}
