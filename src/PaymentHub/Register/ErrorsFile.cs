using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>
/// The file as it came with one more column that says what is wrong with each row (tệp lỗi), so that it can be mended
/// and sent again as it is.
/// </summary>
public sealed class ErrorsFile : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/register/imports/{importId:guid}/errors", HandleAsync)
            .RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .AnswersFile("GetImportErrors", TableFile.CsvType, TableFile.XlsxType);

    /// <summary>The same file with the column of reasons, as CSV or with format=xlsx as a workbook.</summary>
    /// <remarks>Tải tệp đã nộp kèm cột lý do lỗi.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid importId, string? format, CurrentUser user, NpgsqlDataSource source, RawFiles files,
        CancellationToken cancellation)
    {
        if (await ReadImports.FindAsync(source, user, importId, cancellation) is not { } import)
            return ImportRegister.NotFound();
        var content = await files.OpenAsync(import.Sha256, cancellation);
        if (content is null) return ImportRegister.NotFound();
        var reasons = await ReasonsAsync(source, importId, cancellation);
        var rows = RowsOf(content, new FileRows(FileKind.Of(import.Kind), content, import.Options), reasons);
        var name = Path.GetFileNameWithoutExtension(import.FileName) + "-loi";
        return TableFile.Answer(rows, name, TableFile.IsWorkbook(format));
    }

    private static IEnumerable<string[]> RowsOf(
        FileContent content, FileRows file, Dictionary<int, string> reasons)
    {
        using var open = content;
        var isHeader = true;
        foreach (var row in file.Written())
        {
            var reason = isHeader ? FileColumns.ReasonColumn : reasons.GetValueOrDefault(row.Number, "");
            yield return [.. row.Cells, reason];
            isHeader = false;
        }
    }

    private static async Task<Dictionary<int, string>> ReasonsAsync(
        NpgsqlDataSource source, Guid importId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select row, string_agg(case when col = '' then text_vi else col || ': ' || text_vi end, ' | ' order by no)
            from hub.import_finding where import_id = $1 and severity = 'error' group by row
            """);
        command.Parameters.Add(Parameter.Of(importId));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var reasons = new Dictionary<int, string>();
        while (await r.ReadAsync(cancellation)) reasons[r.GetInt32(0)] = r.GetString(1);
        return reasons;
    }
}
