"""Labels of cluster organisations: from application to award, appeal, renewal and revocation."""
