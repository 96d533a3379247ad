using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>An empty list of a kind, so that nobody has to guess its columns (tệp mẫu).</summary>
public sealed class ImportTemplate : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/register/templates/{kind}", Handle)
            .RequirePermission(Permissions.RegisterImport).WithTags("Register")
            .AnswersFile("GetImportTemplate", TableFile.CsvType, TableFile.XlsxType);

    /// <summary>The columns of a kind of list, as CSV or with format=xlsx as a workbook.</summary>
    /// <remarks>Tệp mẫu của một loại danh sách.</remarks>
    public static IResult Handle(string kind, string? format) =>
        ImportRegister.KindOf(kind) is { } known
            ? TableFile.Answer([[.. FileKind.Of(known).Columns.Names]], kind, TableFile.IsWorkbook(format))
            : Problems.NotFound("loại danh sách này", "such kind of list");

    /// <summary>The address of a template.</summary>
    public static string PathOf(FileKind kind, string format) => $"/api/register/templates/{kind.Word}?format={format}";
}
