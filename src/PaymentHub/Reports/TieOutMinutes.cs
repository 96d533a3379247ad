using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Ledger;
using PaymentHub.Web;

namespace PaymentHub.Reports;

/// <summary>
/// The minutes of a month's tie-out (biên bản đối chiếu) as PDF: each step with its differences, the positions at the
/// banks, the identities, the hash over the month's postings, and places for signatures. Equal books give equal bytes.
/// </summary>
public sealed class TieOutMinutes : IUseCase
{
    private const int AccountTail = 4;
    private const int HashPart = 16;

    private static readonly ListColumn[] Columns =
    [
        new("STT", 4), new("Nội dung", 36), new("Số khoản", 10, IsNumber: true),
        new("Số tiền (đồng)", 16, IsNumber: true), new("Ghi chú", 28),
    ];

    private static readonly SignatureBox[] Signing =
    [
        new("NGƯỜI ĐỐI CHIẾU", "(Ký, ghi rõ họ tên)"), new("KẾ TOÁN TRƯỞNG", "(Ký, ghi rõ họ tên)"),
        new("THỦ TRƯỞNG ĐƠN VỊ", "(Ký, đóng dấu)"),
    ];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/tie-out/{period}/minutes", HandleAsync).RequirePermission(Permissions.LedgerView)
            .WithTags("Ledger").AnswersFile("PrintTieOutMinutes", PrintLists.PdfType);

    /// <summary>The minutes of the month's tie-out as PDF, with the hash of its postings and places to sign.</summary>
    /// <remarks>Biên bản đối chiếu của tháng, có mã băm và chỗ ký.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, CurrentUser user, NpgsqlDataSource source, IQuerySession session, IClock clock,
        PromisesKept promises, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        if (!ReadPeriods.MaySee(user)) return Problems.NotFound("biên bản này", "such minutes");
        var (lines, identities) = await TieOut.ComputeAsync(source, user, month, cancellation);
        var flow = await TieOutFlow.AnswerAsync(month, lines, user, source, cancellation);
        var books = await ReadPeriods.FindAsync(month, source, session, cancellation);
        // Closed books are what they were when they were closed; open ones are those of now.
        var at = books.SealHolds == true && books.Steps.Count > 0 ? books.Steps[^1].At : clock.GetCurrentInstant();
        var kept = await promises.OfAsync(month, cancellation);
        var file = ListFile.Of(ListOf(month, flow, identities, books, kept, at), asWorkbook: false);
        return Results.File(file.Bytes, file.Type, file.Name);
    }

    /// <summary>What is on paper.</summary>
    public static OfficialList ListOf(
        YearMonth month, TieOutFlowAnswer flow, IReadOnlyList<Identity> identities, PeriodAnswer books,
        IReadOnlyList<PromiseKept> promises, Instant madeAt)
    {
        var rows = new List<string[]>();
        foreach (var step in flow.Steps)
        {
            Add(step.LabelVi, step.Count, step.Amount, "");
            foreach (var d in step.Differences) Add($"   − {d.LabelVi}", d.Count, d.Amount, "chênh lệch");
        }

        foreach (var p in flow.Positions)
        {
            var note = $"sổ cái {ListWords.Dong(p.Ledger)}{(p.Agrees ? ", khớp" : ", KHÔNG KHỚP")}";
            Add($"Số dư {p.Institution} …{p.Account[^AccountTail..]} ({p.LastStatement})", null, p.Closing, note);
        }

        foreach (var p in promises) Add(NameOf(p), p.Orders, p.Amount, NoteOf(p));
        foreach (var e in books.Exceptions)
            Add($"Chưa giải thích: {e.Kind}", e.Count, e.Amount, e.Reason ?? "chưa có quyết định");
        return new OfficialList
        {
            FileName = $"bien-ban-doi-chieu-{PeriodIso.Format(month)}",
            Agency = ["ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "SỞ TÀI CHÍNH"],
            Place = "Quảng Ngãi",
            Title = "BIÊN BẢN ĐỐI CHIẾU CHI TRẢ",
            Subtitle = [$"Kỳ chi trả tháng {ListWords.Month(month)}"],
            Columns = Columns,
            Rows = rows,
            Notes = NotesOf(flow, identities, books),
            Signatures = Signing,
            MadeAt = madeAt,
            Footer = $"{books.Hash[..HashPart]} · số liệu lúc",
        };

        void Add(string what, long? count, long amount, string note) => rows.Add(
        [
            ListWords.Dong(rows.Count + 1), what, count is { } c ? ListWords.Dong(c) : "", ListWords.Dong(amount), note,
        ]);
    }

    private static string NameOf(PromiseKept p) =>
        $"Cam kết {p.Institution}: ghi sổ trong {p.PromisedDays} ngày làm việc";

    private static string NoteOf(PromiseKept p) =>
        $"đúng hạn {ListWords.Dong(p.Kept)}{(p.PerMille is { } share ? $" ({share / 10},{share % 10} %)" : "")}, "
        + $"trễ {ListWords.Dong(p.Late)}, quá hạn {ListWords.Dong(p.Overdue)}";

    private static List<string> NotesOf(
        TieOutFlowAnswer flow, IReadOnlyList<Identity> identities, PeriodAnswer books)
    {
        var wrong = identities.Where(i => !i.Holds).Select(i => $"{i.Name} {i.Dimension}").ToList();
        var notes = new List<string>
        {
            flow.AddsUp ? "Các bước cộng lại khớp." : "CÁC BƯỚC KHÔNG CỘNG LẠI KHỚP.",
            wrong.Count == 0
                ? $"{identities.Count} đẳng thức sổ cái đều đúng."
                : $"ĐẲNG THỨC SAI: {string.Join("; ", wrong)}.",
            $"Bút toán của tháng: {ListWords.Dong(books.Postings)}; tổng phát sinh nợ: "
                + $"{ListWords.Dong(books.Debit)} đồng.",
            $"Mã băm SHA-256 của mọi bút toán trong tháng: {books.Hash}",
        };
        var signers = books.Steps.Where(s => s.Status is "Signed" or "Closed").Select(s => s.ByUser).ToList();
        if (books.SealHolds == true)
            notes.Add($"Sổ đã khóa, niêm phong nguyên vẹn; ký trên máy: {string.Join(", ", signers)}.");
        return notes;
    }
}
