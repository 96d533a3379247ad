using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Reference;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// The tables that a draft may replace rows of, as the service was started with them: a draft is one of these files
/// with the rows that are to change (tệp mẫu của dự thảo).
/// </summary>
public sealed class DraftTemplate : IUseCase
{
    /// <summary>The files that <see cref="WhatIf"/> reads.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        ["programs-rates", "base-amounts", "merit-wounded-rates", "programme-rules"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/what-if/tables/{table}", Handle).RequirePermission(Permissions.RunsPlan).WithTags("Runs")
            .AnswersFile("GetDraftTable", TableFile.CsvType);

    /// <summary>
    /// One of the tables programs-rates, base-amounts, merit-wounded-rates and programme-rules, to be edited into a
    /// draft.
    /// </summary>
    /// <remarks>Bảng mức hưởng, mức chuẩn, quy định hiện hành để sửa thành dự thảo.</remarks>
    public static IResult Handle(string table) => Tables.Contains(table, StringComparer.Ordinal)
        ? Results.File(Path.Combine(ReferenceData.Folder, table + ".csv"), TableFile.CsvType, table + ".csv")
        : Problems.NotFound("bảng này", "such table");
}
