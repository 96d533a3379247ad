using PaymentHub.Access;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.BankExchange.Partners;

/// <summary>
/// The certification of a bank (kiểm thử kết nối): it sends a scripted set of files, good ones and broken ones, and
/// each must come out as the script says. The files are judged and kept by their hash; no entry of them is posted.
/// </summary>
public sealed class CertifyBank : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var banks = api.MapGroup("/banks/{institution}/certification").WithTags("Banks");
        banks.MapPost("", StartAsync).RequirePermission(Permissions.BanksManage)
            .Answers<BankState>("StartCertification");
        banks.MapPost("/{step}", JudgeAsync).RequirePermission(Permissions.FilesReceive).TakesFile()
            .Answers<BankState>("SendCertificationFile");
    }

    /// <summary>Starts a run; its steps follow from the formats agreed with the bank.</summary>
    /// <remarks>Mở một đợt kiểm thử kết nối của đối tác.</remarks>
    public static async Task<IResult> StartAsync(
        string institution, ActOnBank act, CancellationToken cancellation) =>
        KeepPartnerBank.AnswerOf(await act.RunAsync(
            institution, Permissions.BanksManage,
            (bank, user, now) => PartnerBankDecisions.StartCertification(bank, user, now), cancellation));

    /// <summary>Sends the file of a step; it is judged and compared with what is expected, and moves nothing.</summary>
    /// <remarks>Gửi tệp của một bước kiểm thử; chỉ đánh giá, không ghi sổ.</remarks>
    public static async Task<IResult> JudgeAsync(
        string institution, string step, HttpRequest request, JudgeCertificationFile judge,
        CancellationToken cancellation)
    {
        var (name, bytes) = await UploadLimits.ReadAsync(request, cancellation);
        return KeepPartnerBank.AnswerOf(await judge.RunAsync(institution, step, name, bytes, cancellation));
    }
}

/// <summary>Judges a file of a certification, for the API and for the bank's pages.</summary>
public sealed class JudgeCertificationFile(
    ActOnBank act, RawFiles files, ReferenceData reference, BankTableProfiles tables, ISenderProof proof)
{
    /// <inheritdoc cref="CertifyBank.JudgeAsync"/>
    public async Task<BankActResult> RunAsync(
        string institution, string step, string fileName, byte[] bytes, CancellationToken cancellation)
    {
        using var content = FileContent.Of(bytes);
        return await RunAsync(institution, step, fileName, content, cancellation);
    }

    /// <summary>The same for a file of any size. What is signed or encrypted is opened as it will be one day.</summary>
    public async Task<BankActResult> RunAsync(
        string institution, string step, string fileName, FileContent content, CancellationToken cancellation)
    {
        if (!reference.Institutions.TryGetValue(institution, out var sender)) return default;
        var hash = await files.KeepAsync(content, cancellation);
        var proven = await proof.OpenAsync(sender, fileName, content, cancellation);
        var judged = proven.Objection is { } objection
            ? new JudgedBytes(fileName, hash, "unknown", "REJECT", [objection.Rule])
            : Judged(institution, fileName, hash, proven.Content);
        if (!ReferenceEquals(proven.Content, content)) proven.Content.Dispose();
        return await act.RunAsync(
            institution, Permissions.FilesReceive,
            (bank, user, now) => BankCertification.Judge(bank, step, judged, user, now), cancellation);
    }

    /// <summary>How the formats judge the bytes, as the bench does; the store is not asked.</summary>
    private JudgedBytes Judged(string institution, string fileName, string hash, FileContent content)
    {
        using var stream = content.Open();
        var cash = new CashReportChecks(fileName);
        var isCash = tables.All.Any(p => p.Code == institution && p.AllDebits);
        var found = FileInspector.Inspect(
            stream, tables.OptionsFor(institution) ?? tables.OptionsFor("tolerant")!,
            (_, row) => Take(isCash ? cash : null, row));
        isCash &= found.Format is "CSV" or "XLSX" or "FIXED";
        var outcome = isCash ? EntryReading.With(found.Outcome, cash.Findings) : found.Outcome;
        return new JudgedBytes(
            fileName, hash, isCash ? "cash-report" : found.Format, InspectionJson.VerdictOf(outcome),
            [.. outcome.Reasons]);
    }

    private static void Take(CashReportChecks? checks, IncomingEntry row) => checks?.Take(row);
}
