using PaymentHub.Access;
using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain.Access;
using PaymentHub.Reference;
using PaymentHub.Web;

namespace PaymentHub.BankExchange;

/// <summary>One thing found in a tried file: its line, place, rule, and words in Vietnamese and English.</summary>
public sealed record InspectedFinding(int Line, string Where, string Rule, string Text);

/// <summary>
/// The judgement over a tried file. Sums are exact decimals; rawMarkers are entries counted in the bytes, independently
/// of the reader.
/// </summary>
public sealed record InspectedFile(
    string File, string Format, string Verdict, IReadOnlyList<string> Reasons, int Statements, long Entries,
    long TxDetails, string CreditSum, string DebitSum, long RawMarkers, IReadOnlyList<InspectedAccount> Accounts,
    IReadOnlyList<InspectedFinding> Findings)
{
    internal static InspectedFile Of(string name, Inspection found) => new(
        name, found.Format, InspectionJson.VerdictOf(found.Outcome), found.Outcome.Reasons, found.Statements,
        found.Entries, found.TransactionDetails, found.CreditSum.ToString(), found.DebitSum.ToString(),
        found.RawMarkers, found.Accounts,
        [.. found.Outcome.Findings.Select(FindingOf)]);

    private static InspectedFinding FindingOf(FileFinding f) =>
        new(f.Line, f.Where, f.Rule, $"{f.TextVi} / {f.TextEn}");
}

/// <summary>Try your file: a bank's engineer learns how a file would be judged, and nothing changes.</summary>
public sealed class InspectBankFile : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bank-files/inspect", HandleAsync).RequirePermission(Permissions.FilesReceive)
            .WithTags("Bank files").TakesFile().Answers<InspectedFile>("InspectBankFile");

    /// <summary>
    /// Judges a file of any format (camt, pain, pacs, MT940, MT942, BAI2, tables of known banks, our own pay lists)
    /// without keeping or changing anything.
    /// </summary>
    /// <remarks>Đọc thử một tệp của ngân hàng: không lưu, không thay đổi gì.</remarks>
    public static async Task<IResult> HandleAsync(
        string? profile, HttpRequest request, CancellationToken cancellation)
    {
        if (BankTableProfiles.OptionsForTrying(profile ?? "tolerant") is not { } options)
            return Problems.NotFound("hồ sơ này", "such profile");
        var (name, content) = await UploadLimits.ReceiveAsync(request, cancellation);
        using (content)
        {
            await using var bytes = content.Open();
            return Results.Ok(InspectedFile.Of(name, FileInspector.Inspect(bytes, options)));
        }
    }
}
