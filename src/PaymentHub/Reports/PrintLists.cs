using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Sharing;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reports;

/// <summary>
/// The lists of a commune's month as the law wants them: payee table, increases and decreases, public posting, and the
/// reasons of every line, as PDF or workbook. Names and accounts are masked unless somebody who may print them states a
/// reason; that is logged before the file leaves.
/// </summary>
public sealed class PrintLists : IUseCase
{
    /// <summary>The media type of a PDF.</summary>
    public const string PdfType = "application/pdf";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{period}/lists", HandleAsync).RequirePermission(Permissions.RunsView)
            .WithTags("Runs").AnswersFile("PrintList", PdfType, TableFile.XlsxType);

    /// <summary>
    /// One list (payees, changes, posting, reasons) of one commune, PDF or with format=xlsx a workbook; with full=true
    /// and a reason unmasked.
    /// </summary>
    /// <remarks>Bảng thanh toán, danh sách tăng giảm, danh sách niêm yết, bảng giải trình của một xã.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, string kind, string commune, string? programme, string? format, bool? full, string? reason,
        CurrentUser user, ListMaker maker, Disclosures log, ReferenceData reference, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var isKnown = Enum.TryParse<ListKind>(kind, ignoreCase: true, out var known) && Enum.IsDefined(known);
        var isFull = full == true;
        var permission = isFull ? Permissions.ListsPrint : Permissions.RunsView;
        if (!isKnown || !reference.Communes.ContainsKey(commune) || !user.Can(permission, commune, null))
            return Problems.NotFound("danh sách này", "such list");
        if (isFull && (string.IsNullOrWhiteSpace(reason) || reason.Length > 500))
            return Problems.Of(new ListReasonMissing());
        var asked = new ListAsked(
            known, month, commune, string.IsNullOrWhiteSpace(programme) ? null : programme, isFull);
        var (list, refusal) = await maker.MakeAsync(asked, cancellation);
        if (refusal is not null) return Problems.Of(refusal);
        var isWorkbook = TableFile.IsWorkbook(format);
        var file = ListFile.Of(list!, isWorkbook);
        if (isFull)
        {
            await log.RecordListAsync(
                reason!.Trim(), $"{known} {(isWorkbook ? "xlsx" : "pdf")}", commune, asked.Programme,
                list!.Rows.Count, RawFiles.HashOf(file.Bytes), cancellation);
        }

        return Results.File(file.Bytes, file.Type, file.Name);
    }
}

/// <summary>A list as bytes; one commune's list is bounded by its people, so it fits in memory.</summary>
public sealed record ListFile(byte[] Bytes, string Type, string Name)
{
    /// <summary>Draws or writes the list.</summary>
    public static ListFile Of(OfficialList list, bool asWorkbook)
    {
        using var to = new MemoryStream();
        if (asWorkbook) ListTable.Write(to, list);
        else ListPdf.Write(to, list);
        return new ListFile(
            to.ToArray(), asWorkbook ? TableFile.XlsxType : PrintLists.PdfType,
            list.FileName + (asWorkbook ? ".xlsx" : ".pdf"));
    }
}
