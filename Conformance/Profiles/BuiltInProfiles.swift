//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The profiles that are embedded in the binary, so that the prober is one file that can be copied to another
/// machine.
package enum BuiltInProfiles {
    /// The YAML text of each profile by name.
    package static var texts: [String: String] {
        [
            "airflow": Self.text(PackageResources.airflow_yaml),
            "apify": Self.text(PackageResources.apify_yaml),
            "arcgis-gp": Self.text(PackageResources.arcgis_gp_yaml),
            "aws-athena": Self.text(PackageResources.aws_athena_yaml),
            "azure-durable-functions": Self.text(PackageResources.azure_durable_functions_yaml),
            "azure-resource-manager": Self.text(PackageResources.azure_resource_manager_yaml),
            "bentoml": Self.text(PackageResources.bentoml_yaml),
            "databricks-runs": Self.text(PackageResources.databricks_runs_yaml),
            "elasticsearch-async-search": Self.text(PackageResources.elasticsearch_async_search_yaml),
            "fal": Self.text(PackageResources.fal_yaml),
            "fhir-bulk-data": Self.text(PackageResources.fhir_bulk_data_yaml),
            "firecrawl": Self.text(PackageResources.firecrawl_yaml),
            "flower": Self.text(PackageResources.flower_yaml),
            "gitlab-pipelines": Self.text(PackageResources.gitlab_pipelines_yaml),
            "google-lro": Self.text(PackageResources.google_lro_yaml),
            "http-202": Self.text(PackageResources.http_202_yaml),
            "langgraph": Self.text(PackageResources.langgraph_yaml),
            "livy": Self.text(PackageResources.livy_yaml),
            "ogc-processes": Self.text(PackageResources.ogc_processes_yaml),
            "openai-batches": Self.text(PackageResources.openai_batches_yaml),
            "openeo": Self.text(PackageResources.openeo_yaml),
            "opportunity-scan": Self.text(PackageResources.opportunity_scan_yaml),
            "prefect": Self.text(PackageResources.prefect_yaml),
            "ray-jobs": Self.text(PackageResources.ray_jobs_yaml),
            "replicate": Self.text(PackageResources.replicate_yaml),
            "salesforce-bulk-query": Self.text(PackageResources.salesforce_bulk_query_yaml),
            "trino": Self.text(PackageResources.trino_yaml),
        ]
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
